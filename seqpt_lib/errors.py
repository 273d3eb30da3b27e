"""One class per cause of a stop, with its exit code. A message is one line: what, where, fix."""

from typing import ClassVar

MAX_LISTED = 5


class SeqptError(Exception):
    """Base of every error that a person is meant to read.

    Args:
        what: What is wrong, with the place (table, file, ids).
        fix: What the reader can do about it.
    """

    exit_code: ClassVar[int] = 20

    def __init__(self, what: str, fix: str = "") -> None:
        self.what = " ".join(what.split())
        self.fix = " ".join(fix.split())
        super().__init__(f"{self.what.rstrip('.')}. {self.fix}".rstrip(" ") if fix else self.what)
        self.add_note(self.note())

    @classmethod
    def note(cls) -> str:
        """Give the last line of a traceback, by which an error of ours is known from a namesake.

        Returns:
            For example ``"Exit code 12 of seqpt: docs/errors.md says what to do."``.
        """
        return f"Exit code {cls.exit_code} of seqpt: docs/errors.md says what to do."


class UsageError(SeqptError):
    """The command or one of its parameters is wrong, or names something that does not exist."""

    exit_code = 2


class PipelineFileError(SeqptError):
    """The pipeline file or a notebook it names does not have the agreed shape."""

    exit_code = 10


class GateFailed(SeqptError):
    """A data-quality gate found critical failures; nothing was written."""

    exit_code = 11


class DataError(SeqptError):
    """The data do not allow the step: no archetype, no answers, files with bad rows."""

    exit_code = 12


class DatabaseError(SeqptError):
    """The database cannot be reached, refuses, or does not have the expected schema."""

    exit_code = 13


class ModelError(SeqptError):
    """A model service is needed and does not answer, or its settings are wrong."""

    exit_code = 14


class NotebookError(SeqptError):
    """A cell of a notebook raised an error that is not one of ours."""

    exit_code = 20


class StepTimeout(SeqptError):
    """A step ran longer than its pipeline file allows."""

    exit_code = 21


class KernelDied(SeqptError):
    """The process behind a notebook ended before the notebook did."""

    exit_code = 22


BY_NAME: dict[str, type[SeqptError]] = {
    error.__name__: error
    for error in (
        UsageError,
        PipelineFileError,
        GateFailed,
        DataError,
        DatabaseError,
        ModelError,
        NotebookError,
        StepTimeout,
        KernelDied,
    )
}


def listed(items: list[str]) -> str:
    """Write the first five items of a list and how many more there are.

    Args:
        items: What to list, already as text.

    Returns:
        For example ``"17, 80, 81, 95, 96 and 3 more"``.
    """
    shown = ", ".join(items[:MAX_LISTED])
    rest = len(items) - MAX_LISTED
    return f"{shown} and {rest} more" if rest > 0 else shown
