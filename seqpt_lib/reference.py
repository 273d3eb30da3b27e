"""The only reader of ``data/reference``: framework, matrices, archetypes, texts and prompts."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from seqpt_lib.errors import DataError
from seqpt_lib.model.levels import LEVEL_WORDS, TRAINED_LEVELS
from seqpt_lib.model.names import fold_archetype
from seqpt_lib.settings import PROJECT_ROOT

FOLDER = PROJECT_ROOT / "data" / "reference"
LANGUAGES = ("en", "de")
PROMPT_SECTIONS = ("system", "request", "again")
"""What a prompt consists of: who is asked, how, and how once more."""

SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same as `SafeLoader`, ten times faster, where the package came with it."""


def read_yaml(file: Path) -> Any:
    """Read a YAML file of the project's own.

    Args:
        file: The file.

    Returns:
        Its content.

    Raises:
        OSError: If it cannot be read.
        yaml.YAMLError: If it is no YAML.
    """
    return yaml.load(file.read_text(encoding="utf-8"), SAFE_LOADER)  # noqa: S506  # is safe


def table(name: str) -> pd.DataFrame:
    """Read one of the CSV files.

    Args:
        name: File name without ``.csv``.

    Returns:
        Its rows and columns as they stand; empty cells are missing values.

    Raises:
        DataError: If the file is missing.
    """
    file = FOLDER / f"{name}.csv"
    if not file.exists():
        raise DataError(f"reference file {file} is missing", "Restore it from the project.")
    return pd.read_csv(file)


def long_table(name: str, columns: tuple[str, str, str]) -> pd.DataFrame:
    """Read a matrix that is written one column per process (p1..) or competency (c1..).

    Args:
        name: File name without ``.csv``.
        columns: Names for the row id, the column id and the value.

    Returns:
        One row per cell, those three columns, whole numbers.
    """
    row_id, column_id, value = columns
    wide = table(name)
    cells = wide.melt(id_vars=[wide.columns[0]], var_name=column_id, value_name=value)
    cells[column_id] = cells[column_id].str[1:].astype(int)
    return cells.rename(columns={wide.columns[0]: row_id}).sort_values(
        [row_id, column_id], ignore_index=True
    )


def archetype_aliases() -> dict[str, int]:
    """Read which archetype each folded name or alias means.

    Returns:
        Archetype id by folded name.
    """
    aliases = table("archetype_alias")
    return {
        fold_archetype(alias): int(archetype)
        for archetype, alias in zip(aliases["archetype_id"], aliases["alias"], strict=True)
    }


@cache
def competency_texts() -> dict[int, dict[str, Any]]:
    """Read the texts of the competencies.

    Returns:
        By competency id: ``name``, ``description``, ``why_it_matters`` (each ``en`` and ``de``)
        and ``indicators`` (by level word, then language).
    """
    return _by_id("competencies", "competency_id")


@cache
def german_checks() -> dict[str, dict[str, str]]:
    """Read what the gates' checks say in German.

    Returns:
        By id of the check: ``rule`` and ``fix``.
    """
    checks: dict[str, dict[str, str]] = read_yaml(FOLDER / "checks_de.yaml")
    return checks


@cache
def objective_templates() -> dict[tuple[int, int], dict[str, dict[str, str]]]:
    """Read the objective templates.

    Returns:
        By (competency id, level), then language: ``timeframe``, ``statement``,
        ``demonstration``, ``benefit``.

    Raises:
        DataError: If a level of a competency has no template.
    """
    templates = {}
    for competency_id, content in _by_id("objective_templates", "competency_id").items():
        for level in TRAINED_LEVELS:
            if LEVEL_WORDS[level] not in content["levels"]:
                raise DataError(
                    f"objective_templates: competency {competency_id} has no template for "
                    f"level {LEVEL_WORDS[level]}",
                    "Add it.",
                )
            templates[competency_id, level] = content["levels"][LEVEL_WORDS[level]]
    return templates


@cache
def level_verbs() -> dict[int, dict[str, list[str]]]:
    """Read the observable verbs of each trained level.

    Returns:
        By level, then language: the verbs.
    """
    verbs = _listed("level_verbs")
    return {level: verbs[LEVEL_WORDS[level]] for level in TRAINED_LEVELS}


def prompt(name: str, language: str) -> dict[str, str]:
    """Read a prompt. It is read anew each time, so that an edited file counts at once.

    Args:
        name: File name without language and ending, such as ``objectives``.
        language: ``en`` or ``de``.

    Returns:
        ``version``, and the text of each of ``PROMPT_SECTIONS``.

    Raises:
        DataError: If the file, its version or a section is missing.
    """
    file = FOLDER / "prompts" / f"{name}.{language}.md"
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(
            f"the prompt {file.name} cannot be read: {error.strerror}",
            "Restore it in data/reference/prompts.",
        ) from error
    version = re.match(r"---\nversion: *(\S+)\n---\n", text)
    parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    sections = {
        title.strip().lower(): body.strip()
        for title, body in zip(parts[1::2], parts[2::2], strict=True)
    }
    missing = [section for section in PROMPT_SECTIONS if not sections.get(section)]
    if version is None or missing:
        what = f"section {missing[0]!r}" if missing else "version in its first lines"
        raise DataError(
            f"the prompt {file.name} has no {what}",
            "Compare it with the other language's in data/reference/prompts.",
        )
    return {"version": version[1], **{name: sections[name] for name in PROMPT_SECTIONS}}


@cache
def known_tools() -> dict[str, list[str]]:
    """Read the well-known tools, standards and methods.

    Returns:
        Names by kind; those of ``as_written`` are common words too.
    """
    tools: dict[str, list[str]] = _listed("known_tools")
    return tools


@cache
def key_terms(language: str) -> dict[int, list[str]]:
    """Read the terms that belong to one competency only.

    A German text may use English terms too; some German terms ("Daily") are plain English words.

    Args:
        language: ``en`` or ``de``, the language of the text that is looked at.

    Returns:
        Terms that count in it by competency id; ``*`` at the end stands for any ending.
    """
    counting = ("en",) if language == "en" else LANGUAGES
    return {
        competency_id: [term for key in counting for term in terms[key]]
        for competency_id, terms in _listed("key_terms").items()
    }


def described(name: str, id_column: str) -> dict[int, dict[str, Any]]:
    """Read ``roles.yaml`` or ``processes.yaml``.

    Args:
        name: File name without ``.yaml``.
        id_column: The key that identifies an entry.

    Returns:
        By id: ``name`` and ``description``, each ``en`` and ``de``.
    """
    return {entry[id_column]: entry for entry in _listed(name)}


def _listed(name: str) -> Any:
    return read_yaml(FOLDER / f"{name}.yaml")


def _by_id(folder: str, id_column: str) -> dict[int, dict[str, Any]]:
    files: list[Path] = sorted((FOLDER / folder).glob("*.yaml"))
    return {content[id_column]: content for content in map(read_yaml, files)}
