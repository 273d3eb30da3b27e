"""The shared knowledge: what competencies and processes are about, as passages of text. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from seqpt_lib.model.levels import LEVEL_WORDS, TRAINED_LEVELS

LANGUAGES = ("en", "de")
COLUMNS = ["source", "competency_id", "position", "language", "content"]

Chunk = tuple[str, int | None, int, str, str]


def shared_chunks(
    competencies: Mapping[int, Mapping[str, Any]],
    processes: Mapping[int, Mapping[str, Any]],
    own_texts: Mapping[str, pd.DataFrame],
    level_names: "pd.Series[str]",
) -> pd.DataFrame:
    """Cut the texts about competencies and processes into passages, in both languages.

    The database's own texts come first: what its owner wrote there is what the organization reads.
    Its descriptions have one language, English; the project's German ones stand beside them.

    Args:
        competencies: As ``reference.competency_texts`` returns.
        processes: As ``reference.described("processes", ...)`` returns.
        own_texts: As ``store.read_own_texts`` returns.
        level_names: The database's word for each level (index).

    Returns:
        One row per passage, a text that is empty left out: ``source`` (``competency 14`` with the
        description as 1 and why it matters as 2; ``indicators 14`` by level; ``process 9``),
        ``competency_id`` (missing for processes), ``position``, ``language``, ``content``.

    Source: docs/explanation/retrieval.md, "What is searched".
    """
    own = _Own(own_texts)
    chunks = [
        *_of_competencies(competencies, own),
        *_of_indicators(competencies, own, level_names),
        *_of_processes(processes, own),
    ]
    frame = pd.DataFrame([chunk for chunk in chunks if chunk[-1]], columns=COLUMNS)
    return frame.astype({"competency_id": "Int64"})


def _of_competencies(competencies: Mapping[int, Mapping[str, Any]], own: "_Own") -> Iterator[Chunk]:
    for competency_id, content in sorted(competencies.items()):
        for position, part in enumerate(("description", "why_it_matters"), start=1):
            for language in LANGUAGES:
                stored = own.text("competency", part, (competency_id,), language)
                words = stored or content[part][language]
                named = f"{content['name'][language]}: {words}" if words else ""
                yield f"competency {competency_id}", competency_id, position, language, named


def _of_indicators(
    competencies: Mapping[int, Mapping[str, Any]], own: "_Own", level_names: "pd.Series[str]"
) -> Iterator[Chunk]:
    for competency_id, content in sorted(competencies.items()):
        for position, level in enumerate(TRAINED_LEVELS, start=1):
            for language in LANGUAGES:
                key = (competency_id, level_names[level])
                words = (
                    own.text("competency_indicators", language, key, language)
                    or content["indicators"][LEVEL_WORDS[level]][language]
                )
                yield f"indicators {competency_id}", competency_id, position, language, words


def _of_processes(processes: Mapping[int, Mapping[str, Any]], own: "_Own") -> Iterator[Chunk]:
    for process_id, content in sorted(processes.items()):
        for language in LANGUAGES:
            stored = own.text("iso_processes", "description", (process_id,), language)
            words = stored or content["description"][language]
            named = f"{content['name'][language]}: {words}" if words else ""
            yield f"process {process_id}", None, 1, language, named


class _Own:
    """The texts that the database holds itself."""

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        keys = {
            "competency": ["competency_id"],
            "competency_indicators": ["competency_id", "level"],
            "iso_processes": ["iso_process_id"],
        }
        self._rows = {
            table: {tuple(row[key] for key in keys[table]): row for row in frame.to_dict("records")}
            for table, frame in frames.items()
        }

    def text(self, table: str, column: str, key: tuple[Any, ...], language: str) -> str:
        """Give a text without white space around it; an empty one where there is none."""
        if language != "en" and table != "competency_indicators":
            return ""
        words = self._rows[table].get(key, {}).get(column)
        return words.strip() if isinstance(words, str) else ""
