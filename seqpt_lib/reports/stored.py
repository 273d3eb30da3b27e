"""What is stored of an organization, for the page and for the files: each table is read once."""

from functools import cached_property
from typing import Any

import pandas as pd

from seqpt_lib import store
from seqpt_lib.model import targets
from seqpt_lib.plans import choose_modules


class Stored:
    """The tables of an organization, read when they are asked for first, so that all say the same.

    Hidden numbers are in it: it is not shown.
    """

    def __init__(self, connection: store.Connection, organization: store.Organization) -> None:
        self.connection = connection
        self.organization = organization

    @cached_property
    def basis(self) -> dict[str, Any] | None:
        """What the gaps were computed from; None where they never were."""
        return store.read_gap_basis(self.connection, self.organization.id)

    @cached_property
    def survey(self) -> dict[str, int]:
        """``people``, ``assessed_people``, ``answers``."""
        return store.count_survey(self.connection, self.organization.id)

    @cached_property
    def competencies(self) -> pd.DataFrame:
        """One row per competency."""
        return store.read_competencies(self.connection)

    @cached_property
    def roles(self) -> pd.DataFrame:
        """One row per role of the catalog."""
        return store.read_roles(self.connection)

    @cached_property
    def archetype_ids(self) -> list[int]:
        """The archetypes that the organization has chosen, primary first."""
        return store.read_archetype_ids(self.connection, self.organization)

    @cached_property
    def archetype_targets(self) -> pd.DataFrame:
        """One row per (archetype, competency)."""
        return store.read_archetype_targets(self.connection)

    @cached_property
    def organization_targets(self) -> pd.DataFrame:
        """One row per competency."""
        return targets.organization_targets(self.archetype_targets, self.archetype_ids)

    @cached_property
    def statistics(self) -> pd.DataFrame:
        """One row per competency with ``shown_columns``."""
        return store.read_competency_statistics(self.connection, self.organization.id)

    @cached_property
    def role_statistics(self) -> pd.DataFrame:
        """One row per (role, competency) with ``shown_columns``."""
        return store.read_role_statistics(self.connection, self.organization.id)

    @cached_property
    def needs(self) -> pd.DataFrame:
        """One row per (competency, level) with ``shown_columns``."""
        return store.read_needs(self.connection, self.organization.id)

    @cached_property
    def objectives(self) -> pd.DataFrame:
        """One row per objective."""
        return store.read_objectives(self.connection, self.organization.id)

    @cached_property
    def modules(self) -> pd.DataFrame:
        """One row per need, as ``choose_modules`` returns."""
        formats = store.read_formats(self.connection)
        return choose_modules(self.needs, formats, self.organization_targets)
