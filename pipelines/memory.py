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
        known = [step for step in steps if step.id in last and step.reads is not None]
        digests = self._books.digests(
            [rows for step in known for rows in (*read_sets(step), *written_sets(step))]
        )
        now = {
            step.id: self._files(step)
            | row_parts(step, digests or {})
            | left_part(step, self._books.folder_of(last[step.id].run_id))
            for step in known
        }
        choices = choose(steps, last, now, wishes, asks_model=settings().model is not None)
        for step, choice in choices.items():
            log.info("step %s: %s", step, choice.reason or choice.left_out or "unchanged")
        return choices

    def of_now(self, step: StepSpec) -> Fingerprint | None:
        """Compute what a step is about to be done from: what changes meanwhile counts as new.

        Args:
            step: The step.

        Returns:
            Its fingerprint without what it writes; ``None`` for one that cannot be skipped.
        """
        if step.reads is None or self._books.is_of_dry_run:
            return None
        digests = self._books.digests(read_sets(step))
        return None if digests is None else self._files(step) | row_parts(step, digests)

    def keep(self, step: StepSpec, fingerprint: Fingerprint) -> None:
        """Keep the fingerprint of a step that is done, with what it wrote.

        Args:
            step: The step.
            fingerprint: As `of_now` gave it before the step began.
        """
        digests = self._books.digests(written_sets(step))
        if digests is not None:
            self._books.keep_fingerprint(step.id, fingerprint | row_parts(step, digests))

    def _files(self, step: StepSpec) -> Fingerprint:
        return file_parts(self._spec, step, self._values[step.id])
