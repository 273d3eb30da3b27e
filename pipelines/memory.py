"""What a run knows of the runs before it: which steps need not be done again."""

import logging

from pipelines.checks import Value
from pipelines.fingerprints import file_parts, left_part, read_sets, row_parts, written_sets
from pipelines.records import Books
from pipelines.skipping import Choice, choose
from pipelines.spec import PipelineSpec, StepSpec
from pipelines.wishes import Wishes
from seqpt_lib.settings import settings
from seqpt_lib.store.fingerprints import Fingerprint

log = logging.getLogger(__name__)


class Memory:
    """The fingerprints of the steps of one run, before and now."""

    def __init__(
        self, spec: PipelineSpec, values: dict[str, dict[str, Value]], books: Books
    ) -> None:
        self._spec = spec
        self._values = values
        self._books = books
        self._met: dict[str, Fingerprint] = {}
        """Fingerprints of steps before the first of them is done."""

        self._digests: dict[str, str] = {}
        """Digests of rows from then, for the first step that is done: it may change any."""

    def choices(self, wishes: Wishes) -> dict[str, Choice]:
        """Choose what is done; a dry run shows all that a run might do.

        Args:
            wishes: What is asked for.

        Returns:
            One choice per step.

        Raises:
            UsageError: If only one step is asked for, and what it needs is not up to date.
        """
        steps = self._spec.steps
        if self._books.is_of_dry_run:
            return {step.id: Choice(reason="dry run") for step in steps}
        last = self._books.last_steps()
        elsewhere = self._books.last_elsewhere([step.id for step in steps if step.is_shared])
        known = [
            step
            for step in steps
            if (step.id in last or step.id in elsewhere) and step.reads is not None
        ]
        digests = self._books.digests(
            [rows for step in known for rows in (*read_sets(step), *written_sets(step))]
        )
        self._digests = digests or {}
        self._met = {
            step.id: self._files(step)
            | row_parts(step, self._digests)
            | (self._left(step, last[step.id].run_id) if step.id in last else {})
            for step in known
        }
        has_model = settings().model is not None
        choices = choose(steps, last, self._met, wishes, elsewhere=elsewhere, asks_model=has_model)
        for step, choice in choices.items():
            done = f"done by run {choice.unchanged_since}" if choice.unchanged_since else ""
            log.info("step %s: %s", step, done or choice.reason or choice.left_out)
        return choices

    def of_now(self, step: StepSpec) -> Fingerprint | None:
        """Compute what a step is about to be done from: what changes meanwhile counts as new.

        Args:
            step: The step.

        Returns:
            Its fingerprint without what it writes; ``None`` for one that cannot be skipped.
        """
        known, self._digests = self._digests, {}
        if step.reads is None or self._books.is_of_dry_run:
            return None
        digests = self._books.digests([rows for rows in read_sets(step) if str(rows) not in known])
        return None if digests is None else self._files(step) | row_parts(step, known | digests)

    def keep(self, step: StepSpec, fingerprint: Fingerprint) -> None:
        """Keep the fingerprint of a step that is done, with what it wrote.

        Args:
            step: The step.
            fingerprint: As `of_now` gave it before the step began.
        """
        digests = self._books.digests(written_sets(step))
        if digests is not None:
            self._books.keep_fingerprint(step.id, fingerprint | row_parts(step, digests))

    def take_over(self, step: StepSpec) -> None:
        """Keep the fingerprint of a shared step that a run of another organization has done.

        Args:
            step: The step; nothing of it has changed since.
        """
        self._books.keep_fingerprint(step.id, self._met[step.id])

    def _left(self, step: StepSpec, run_id: str) -> Fingerprint:
        return left_part(step, self._books.folder_of(run_id))

    def _files(self, step: StepSpec) -> Fingerprint:
        return file_parts(self._spec, step, self._values[step.id])
