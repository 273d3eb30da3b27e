"""Ready to run? What a run needs, looked at one by one before it starts. Nothing is written."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipelines.output import say
from seqpt_lib.errors import SeqptError

UNEXPECTED_CODE = 20

State = Literal["ok", "warning", "problem", "not checked"]
_WORDS: dict[State, str] = {"ok": "ok", "warning": "warning", "problem": "PROBLEM"}


@dataclass(frozen=True)
class Subject:
    """The run that is about to be typed."""

    org: str
    parameters: dict[str, str]
    pipeline: Path
    revisions: Callable[[], tuple[str | None, str]]
    """Gives the revision of the schema and the one that the code expects."""


@dataclass(frozen=True)
class Finding:
    """What a check found."""

    state: State
    text: str
    remedy: str = ""
    exit_code: int = 0
    """What the run would give; 0 unless it is a problem."""

    @classmethod
    def of(cls, error: SeqptError) -> "Finding":
        """Make the problem that an error of ours tells."""
        return cls("problem", error.what, error.fix, error.exit_code)


@dataclass(frozen=True)
class Check:
    """One thing that a run needs."""

    name: str
    look: Callable[[Subject], Finding]
    needs: tuple[str, ...] = ()
    """Checks without which this one cannot be made."""


def examine(checks: Sequence[Check], subject: Subject) -> Iterator[tuple[Check, Finding]]:
    """Make checks one after the other; an error of one keeps no other from being made.

    Args:
        checks: In the order of the run.
        subject: The run.

    Yields:
        Each check with what it found.
    """
    found: dict[str, Finding] = {}
    for check in checks:
        missing = [name for name in check.needs if found[name].state in ("problem", "not checked")]
        if missing:
            finding = Finding("not checked", f"not checked: see {missing[0]}")
        else:
            finding = _found(check, subject)
        found[check.name] = finding
        yield check, finding


def exit_code(findings: Sequence[Finding]) -> int:
    """Say with which code a run would end.

    Args:
        findings: In the order of the run.

    Returns:
        That of the first problem; 0 if there is none.
    """
    return next((each.exit_code for each in findings if each.state == "problem"), 0)


def line(name: str, finding: Finding, width: int) -> str:
    """Write a finding as a line, with its remedy.

    Args:
        name: The check.
        finding: What it found.
        width: Of the longest name.

    Returns:
        For example ``"  ok       Python     3.13.1"``.
    """
    word = _WORDS.get(finding.state, "-")
    remedy = f". {finding.remedy}" if finding.remedy else ""
    said = " ".join(f"{finding.text.rstrip('.')}{remedy}".split())
    return f"  {word:<8} {name:<{width}}  {said}"


def diagnose(checks: Sequence[Check], subject: Subject, again: str) -> int:
    """Show whether a run is ready, a line for each thing that it needs.

    Args:
        checks: In the order of the run.
        subject: The run.
        again: The command that starts it.

    Returns:
        0, or the exit code that the run would give.
    """
    width = max(len(check.name) for check in checks)
    findings = []
    for check, finding in examine(checks, subject):
        say(line(check.name, finding, width))
        findings.append(finding)
    code = exit_code(findings)
    say(f"Not ready: a run would end with exit code {code}." if code else f"Ready: {again}")
    say(
        "Not checked: what the gates find (make check-data), and whether a model service takes "
        "the key and knows the model, as a request may cost."
    )
    return code


def _found(check: Check, subject: Subject) -> Finding:
    try:
        return check.look(subject)
    except SeqptError as error:
        return Finding.of(error)
    except Exception as error:  # noqa: BLE001  # whatever is broken, the other checks go on
        first_line = str(error).strip().split("\n")[0]
        said = f"{type(error).__name__}: {first_line}".rstrip(": ")
        remedy = "Install it: see packages." if isinstance(error, ImportError) else ""
        return Finding("problem", said, remedy, UNEXPECTED_CODE)
