"""What a person wants of a run beside its parameters."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wishes:
    """What a person wants to be done whether something changed or not."""

    force: bool = False
    """All steps."""

    from_step: str = ""
    """This step and all after it."""

    only: str = ""
    """This step, and no other."""

    is_waiting: bool = True
    """False to be refused, instead of waiting, while another process runs the organization."""

    @property
    def is_certain(self) -> bool:
        """True if a step is done whatever the fingerprints say."""
        return bool(self.force or self.from_step or self.only)


NONE = Wishes()
