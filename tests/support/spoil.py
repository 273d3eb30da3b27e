"""One way to break one check of a gate, in the demo organization."""

from dataclasses import dataclass

ANSWERS = "user_se_competency_survey_results"

SECOND_ORGANIZATION = (
    "INSERT INTO organization (id, organization_name, organization_public_key) "
    "VALUES (2, 'Second', 'second')"
)


@dataclass(frozen=True)
class Spoil:
    """One way to break one check."""

    check_id: str
    sql: str
    """Spoils the data; constraints that would prevent it are dropped first."""

    severity: str
    count: int
    keys: tuple[str, ...]
    """The first five; a star stands for an id that is made from the rows' content."""
    mended: str = "SELECT 1"
    """Mends what the check finds in the demo organization by itself."""

    @property
    def is_mended_first(self) -> bool:
        """True if the check finds something in the demo organization as it is."""
        return self.mended != "SELECT 1"


def unconstrained(table: str, *names: str) -> str:
    return "; ".join(f"ALTER TABLE {table} DROP CONSTRAINT {table}_{name}" for name in names)
