"""The views of an organization's results: one table per sheet, only what may be shown. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import pandas as pd

from seqpt_lib import reference
from seqpt_lib.model.levels import LEVEL_WORDS
from seqpt_lib.reports.objectives import objectives_table, shown_objectives
from seqpt_lib.reports.plans import modules_table
from seqpt_lib.reports.results import Results
from seqpt_lib.reports.tables import HIDDEN, cells_of, checks_in
from seqpt_lib.reports.words import COLUMNS, SHEETS, VALUES, Language, word

Kind = Literal["text", "number", "share", "decimal", "mixed"]

SHARES = ("at_target_share", "at_target_share_low", "at_target_share_high", "uncovered_share")
STANDING = ["assessed_count", "not_assessed_count"]
LEVEL_COUNTS = [f"{name}_count" for name in LEVEL_WORDS.values()]
BELOW = ["below_target_count", *SHARES[:3]]
PRIORITY = ["largest_gap", "highest_requirement", "uncovered_share", "priority"]
PARTS = ["timeframe", "statement", "demonstration", "benefit"]
COMPETENCY = ["competency_id", "competency"]
NUMBERS = ("competency_id", "role_cluster_id", "user_id", "level", "at_least", "at_most")
NUMBER_ENDINGS = ("_count", "_level", "_hours", "_weeks", "_gap", "_requirement")
FROM_A_SET = (
    "training_method",
    "track",
    "source",
    "language",
    "format_name",
    "archetype_used",
    "gate",
)
"""Columns whose cells have a word in either language."""

EXACT_DECIMALS = 6
"""Of a fraction in a file: 9,987 of 10,000 are not all of them. What follows is noise of floats."""


@dataclass(frozen=True)
class View:
    """A table for people: cells are in the language, numbers are numbers, missing is empty."""

    name: str
    title: str
    headings: list[str]
    frame: pd.DataFrame
    """One column per heading, by the column's name; of any type."""

    @property
    def kinds(self) -> list[Kind]:
        """What each column holds; the word for hidden may stand in any of them."""
        return [kind_of(column) for column in self.frame.columns]


@dataclass(frozen=True)
class Views:
    """The sheets of a report, in order."""

    language: Language
    started_at: datetime
    """When the run began, UTC; the moment of the files."""

    sheets: tuple[View, ...]
    results: Results


def kind_of(column: str) -> Kind:
    """Tell what a column holds by its name.

    Args:
        column: Name of the column.

    Returns:
        ``share`` (0..1), ``decimal``, ``number`` (whole), ``mixed`` or ``text``.
    """
    if column in SHARES:
        return "share"
    if column == "priority":
        return "decimal"
    if column == "value":
        return "mixed"
    is_number = column in NUMBERS or column.endswith(NUMBER_ENDINGS)
    return "number" if is_number else "text"


def make_view(name: str, frame: pd.DataFrame, columns: Sequence[str], language: Language) -> View:
    """Make a view of some columns of a frame.

    Args:
        name: Name of the view.
        frame: Its rows.
        columns: Its columns, in order.
        language: ``en`` or ``de``.

    Returns:
        The view.
    """
    return View(
        name,
        word(SHEETS, name, language),
        [word(COLUMNS, column, language) for column in columns],
        _in_words(frame[list(columns)], language).reset_index(drop=True),
    )


def shown_cells(frame: pd.DataFrame, language: Language) -> pd.DataFrame:
    """Put the word for hidden in the place of what may not be shown.

    Args:
        frame: Rows with ``shown_columns``.
        language: ``en`` or ``de``.

    Returns:
        The rows of which something may be shown, fractions with six digits: how many of them are
        seen is up to the format of the cell.
    """
    return cells_of(frame, EXACT_DECIMALS, word(VALUES, HIDDEN, language))


def competencies_view(results: Results, language: Language) -> View:
    """Show where people stand in each competency.

    Args:
        results: The results.
        language: ``en`` or ``de``.

    Returns:
        One row per competency.
    """
    cells = shown_cells(results.statistics, language).merge(
        results.organization_targets[["competency_id", "target_level"]],
        on="competency_id",
        validate="one_to_one",
    )
    columns = [*COMPETENCY, "competency_area", "target_level", *STANDING, *LEVEL_COUNTS]
    columns += ["median_level", *BELOW, "training_method", *PRIORITY]
    return make_view("competencies", _named(results, cells, language), columns, language)


def roles_view(results: Results, language: Language) -> View:
    """Show where the people of each role stand: as far as it may be shown, those below target.

    Args:
        results: The results.
        language: ``en`` or ``de``.

    Returns:
        One row per (role, competency) of which something may be shown.
    """
    keys = ["role_cluster_id", "competency_id"]
    cells = shown_cells(
        results.role_statistics[[*keys, *STANDING, *BELOW, "shown_columns"]], language
    )
    levels = cells.merge(results.role_levels, on=keys, how="left", validate="one_to_one")
    german = reference.described("roles", "role_cluster_id") if language == "de" else {}
    names = {
        role_id: german[role_id]["name"][language] if role_id in german else name
        for role_id, name in results.roles.itertuples(index=False)
    }
    named = _named(results, levels, language).assign(role=levels["role_cluster_id"].map(names))
    columns = ["role_cluster_id", "role", *COMPETENCY, "required_level", *STANDING, *BELOW]
    return make_view("roles", named, columns, language)


def needs_view(results: Results, language: Language) -> View:
    """Show the levels that somebody needs, where that may be told.

    Args:
        results: The results.
        language: ``en`` or ``de``.

    Returns:
        One row per (competency, level).
    """
    cells = _named(results, shown_cells(results.needs, language), language)
    columns = [*COMPETENCY, "level", "level_name", "people_count", "assessed_count"]
    return make_view("needs", cells, columns, language)


def objectives_view(results: Results, language: Language) -> View:
    """Show the objectives that may be shown, in the language in which they are stored.

    Args:
        results: The results.
        language: ``en`` or ``de``, of the other words.

    Returns:
        One row per objective.
    """
    shown = shown_objectives(results.objectives, results.needs)
    told = objectives_table(results.objectives, results.needs, results.competencies)
    cells = shown.assign(
        passages=told["passages"].to_numpy(),
        checks=[word(VALUES, found, language) for found in told["checks"]],
    )
    columns = [*COMPETENCY, "track", "level", "level_name", "full_text", *PARTS, "source"]
    columns += ["language", "passages", "checks"]
    return make_view("objectives", _named(results, cells, language), columns, language)


def modules_view(results: Results, language: Language) -> View:
    """Show the modules of the needs that may be told.

    Args:
        results: The results.
        language: ``en`` or ``de``.

    Returns:
        One row per module.
    """
    # Ids in the place of names: the same cells as in notebook 5, named here in the language.
    ids = results.competencies.assign(competency_name=results.competencies["competency_id"])
    told = modules_table(results.modules, results.needs, ids)
    told = told.rename(columns={"competency": "competency_id"})
    shown = told.mask(told == "").mask(told == HIDDEN, word(VALUES, HIDDEN, language))
    columns = [*COMPETENCY, "level", "level_name", "format_name", "learning_hours"]
    columns += ["group_count", "people_count"]
    return make_view("modules", _named(results, shown, language), columns, language)


def data_quality_view(results: Results, language: Language) -> View:
    """Show every check of every gate, as it ended the last time.

    Args:
        results: The results.
        language: ``en`` or ``de``.

    Returns:
        One row per check; how many rows were judged is hidden where it holds, as they can be
        people.
    """
    gates = checks_in(results.gates, language)
    holds = gates["success"]
    found = gates["severity"].mask(holds, "holds")
    hidden = word(VALUES, HIDDEN, language)
    cells = gates.assign(
        result=[word(VALUES, each, language) for each in found],
        evaluated_count=gates["evaluated_count"].astype(object).mask(holds, hidden),
        keys=[", ".join(json.loads(keys)) for keys in gates["keys"]],
    )
    columns = ["gate", "check_id", "table_name", "rule", "result", "evaluated_count"]
    return make_view("data_quality", cells, [*columns, "unexpected_count", "keys", "fix"], language)


def competency_names(results: Results, language: Language) -> dict[int, str]:
    """Name the competencies in a language.

    Args:
        results: The results.
        language: ``en`` or ``de``.

    Returns:
        Names by id; the survey's own where the project has no German one.
    """
    texts = reference.competency_texts() if language == "de" else {}
    return {
        int(key): texts[key]["name"][language] if key in texts else name
        for key, name in results.competencies[["competency_id", "competency_name"]].itertuples(
            index=False
        )
    }


def _named(results: Results, cells: pd.DataFrame, language: Language) -> pd.DataFrame:
    areas = results.competencies.set_index("competency_id")["competency_area"]
    named = cells.assign(
        competency=cells["competency_id"].map(competency_names(results, language)),
        competency_area=[
            word(VALUES, areas[key], language) for key in cells["competency_id"].tolist()
        ],
    )
    if "level" not in named:
        return named
    words = {level: word(VALUES, name, language) for level, name in LEVEL_WORDS.items()}
    return named.assign(level_name=named["level"].map(words))


def _in_words(frame: pd.DataFrame, language: Language) -> pd.DataFrame:
    spoken = {
        column: frame[column].map(lambda name: word(VALUES, name, language), na_action="ignore")
        for column in FROM_A_SET
        if column in frame
    }
    return frame.assign(**spoken)
