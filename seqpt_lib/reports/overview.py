"""The first, the last and the personal sheet, and all of them together. Pure."""

import json
from collections.abc import Iterator
from importlib.metadata import version

import pandas as pd

from seqpt_lib.errors import UsageError
from seqpt_lib.model.levels import LEVEL_WORDS
from seqpt_lib.reports.results import Results
from seqpt_lib.reports.sheets import (
    COMPETENCY,
    View,
    Views,
    competencies_view,
    competency_names,
    data_quality_view,
    make_view,
    modules_view,
    needs_view,
    objectives_view,
    roles_view,
)
from seqpt_lib.reports.tables import HIDDEN
from seqpt_lib.reports.words import LANGUAGES, SENTENCES, VALUES, Language, word
from seqpt_lib.runs import started_at

PLAN = ["user_id", "plan_id", "estimated_duration_weeks", "archetype_used"]


def make_views(results: Results, language: str = "en") -> Views:
    """Make the sheets of an organization's results.

    Args:
        results: As ``read_results`` returns.
        language: ``en`` or ``de``.

    Returns:
        Nine views. Everybody's plans are in the one of the plans only if the results have them;
        else it says why not.

    Raises:
        UsageError: If the language is neither.
    """
    chosen = language_named(language)
    makers = (
        summary_view,
        competencies_view,
        roles_view,
        needs_view,
        objectives_view,
        modules_view,
        plans_view,
        data_quality_view,
        about_view,
    )
    sheets = tuple(make(results, chosen) for make in makers)
    return Views(chosen, started_at(results.run_id), sheets, results)


def language_named(name: str) -> Language:
    """Read the name of a language.

    Args:
        name: As typed.

    Returns:
        ``en`` or ``de``.

    Raises:
        UsageError: If it is neither.
    """
    for language in LANGUAGES:
        if language == name.strip().lower():
            return language
    raise UsageError(f"language {name!r} is unknown", f"Use {' or '.join(LANGUAGES)}.")


def summary_view(results: Results, language: Language) -> View:
    """Show the organization in a few numbers.

    Args:
        results: The results.
        language: ``en`` or ``de``.

    Returns:
        One row per measure; where the value is hidden, between what it lies.
    """
    known = {
        "organization": results.organization.name,
        "organization_key": results.organization.key,
        "archetypes": "; ".join(word(VALUES, name, language) for name in results.archetypes),
        "target_rule": word(VALUES, str(results.basis["target_rule"]), language),
        "people": int(results.basis["people_count"]),
        "assessed_people": results.assessed_people,
    }
    hidden = word(VALUES, HIDDEN, language)
    rows: list[tuple[object, ...]] = [(name, value, None, None) for name, value in known.items()]
    rows += [
        (name, count.value if count.is_shown else hidden, count.lowest, count.highest)
        for name, count in results.totals.items()
    ]
    columns = ["measure", "value", "at_least", "at_most"]
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    said = [word(SENTENCES, name, language) for name in frame["measure"]]
    return make_view("summary", frame.assign(measure=said), columns, language)


def plans_view(results: Results, language: Language) -> View:
    """Show everybody's plan by id, or why it is left out.

    Args:
        results: The results.
        language: ``en`` or ``de``.

    Returns:
        One row per person and level to climb; one note where the results have no plans.
    """
    if results.plans is None:
        note = pd.DataFrame({"note": [word(SENTENCES, "plans_left_out", language)]})
        return make_view("plans", note, ["note"], language)
    names = competency_names(results, language)
    columns = [*PLAN, *COMPETENCY, "level", "level_name", "full_text", "format_name"]
    columns.append("learning_hours")
    rows = pd.DataFrame(_plan_rows(results.plans), columns=columns, dtype=object)
    words = {level: word(VALUES, name, language) for level, name in LEVEL_WORDS.items()}
    named = rows.assign(
        competency=rows["competency_id"].map(names), level_name=rows["level"].map(words)
    )
    return make_view("plans", named, columns, language)


def about_view(results: Results, language: Language) -> View:
    """Show where the file comes from and how to read it.

    Args:
        results: The results.
        language: ``en`` or ``de``.

    Returns:
        One row per item: all that differs between two runs without changes is here.
    """
    rows: dict[str, object] = {
        "run_id": results.run_id,
        "started_at": pd.Timestamp(started_at(results.run_id)).tz_localize(None),
        "version": version("seqpt"),
        "smallest_group": int(results.basis["smallest_group"]),
        "hidden_means": word(SENTENCES, "hidden_text", language),
        "empty_means": word(SENTENCES, "empty_text", language),
        "rows_means": word(SENTENCES, "rows_text", language),
    }
    if results.plans is not None:
        rows["plans"] = word(SENTENCES, "plans_warning", language)
    frame = pd.DataFrame(
        {
            "item": [word(SENTENCES, name, language) for name in rows],
            "value": pd.Series(list(rows.values()), dtype=object),
        }
    )
    return make_view("about", frame, ["item", "value"], language)


def _plan_rows(plans: pd.DataFrame) -> Iterator[dict[str, object]]:
    for plan in plans.to_dict("records"):
        about = {name: plan[name] for name in PLAN}
        objectives = json.loads(plan["objectives"])["objectives"]
        modules = json.loads(plan["recommended_modules"])["modules"]
        for objective, module in zip(objectives, modules, strict=True):
            yield about | module | {"full_text": objective["full_text"]}
