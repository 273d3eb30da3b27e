"""Finding passages of text that support the objectives of each competency, by one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from seqpt_lib.model.knowledge import Passage
from seqpt_lib.store.knowledge_vectors import (
    create_vectors,
    has_vectors,
    missing_embeddings,
    write_embeddings,
)

__all__ = [
    "SEARCH",
    "Search",
    "create_vectors",
    "find_passages",
    "has_vectors",
    "missing_embeddings",
    "write_embeddings",
]


@dataclass(frozen=True)
class Search:
    """The numbers of the search, chosen on the labelled set: docs/explanation/retrieval.md."""

    passage_count: int = 5
    """Passages given for a competency at most."""

    company_count: int = 3
    """How many of them are kept for the organization's own, if so many are found."""

    competency_count: int = 16
    """A word that stands in the texts of so many competencies tells none from another."""

    company_weight: float = 2.25
    """What an organization's own passage weighs at least. A word that it shares with the question
    weighs 1 - ln(competencies whose texts have it) / ln(16), so 1 where one competency alone or
    none has it and 0 where all have it; times 1 + ln(how often the passage has it)."""

    fusion_constant: int = 60
    """Added to each rank before its reciprocal is taken: Cormack, Clarke and Buettcher 2009."""


SEARCH = Search()

_ASKED = r"""
WITH question AS (
    SELECT competency_id, words FROM unnest(CAST(:ids AS integer[]), CAST(:questions AS text[]))
        AS q (competency_id, words)
), own AS (
    SELECT chunk_id, source, competency_id, position, language, search,
        organization_id IS NOT NULL AS is_company
    FROM knowledge_chunk WHERE organization_id = :organization
    OR (organization_id IS NULL AND language = :language)
), spread AS (
    SELECT k.language, w.lexeme,
        1 - ln(count(DISTINCT k.competency_id)) / ln(:competencies) AS rarity
    FROM knowledge_chunk k CROSS JOIN LATERAL unnest(k.search) w
    WHERE k.organization_id IS NULL AND k.competency_id IS NOT NULL
        AND EXISTS (SELECT FROM own WHERE is_company)
    GROUP BY k.language, w.lexeme
), spoken AS (
    SELECT language, CAST(CASE language WHEN 'de' THEN 'german' ELSE 'english' END AS regconfig)
        AS config FROM own GROUP BY language
), word AS (
    SELECT q.competency_id, l.language, w.lexeme, coalesce(s.rarity, 1) AS weight
    FROM question q CROSS JOIN spoken l
    CROSS JOIN LATERAL unnest(to_tsvector(l.config, q.words)) w
    LEFT JOIN spread s ON s.language = l.language AND s.lexeme = w.lexeme
), asked AS (
    SELECT competency_id, language, jsonb_object_agg(lexeme, weight) AS weights,
        CAST(string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''', ' | ')
            AS tsquery) AS query
    FROM word GROUP BY competency_id, language
), matched AS (
    SELECT a.competency_id AS asked_id, o.chunk_id, o.is_company, o.source, o.position, o.language,
        ts_rank_cd(o.search, a.query, 1) AS rank_value, t.weight
    FROM asked a JOIN own o ON o.language = a.language AND o.search @@ a.query
    CROSS JOIN LATERAL (SELECT sum(CAST(a.weights ->> w.lexeme AS double precision)
        * (1 + ln(cardinality(w.positions)))) AS weight FROM unnest(o.search) w
        WHERE o.is_company) t
    WHERE o.is_company OR o.competency_id IS NULL OR o.competency_id = a.competency_id
), by_words AS (
    SELECT asked_id, chunk_id, row_number() OVER (PARTITION BY asked_id, is_company
        ORDER BY CASE WHEN is_company THEN weight ELSE 0 END DESC, rank_value DESC,
        source, position, language) AS place
    FROM matched WHERE NOT is_company OR weight >= :weight
)"""

_BY_MEANING = """, meant AS (
    SELECT q.competency_id AS asked_id, o.chunk_id, o.is_company, o.source, o.position, o.language,
        o.competency_id, CAST(e.embedding AS vector) <=> CAST(q.embedding AS vector) AS distance
    FROM unnest(CAST(:ids AS integer[]), CAST(:embeddings AS text[]))
        AS q (competency_id, embedding)
    CROSS JOIN own o JOIN knowledge_chunk k ON k.chunk_id = o.chunk_id
    JOIN chunk_embedding e ON e.chunk_id = o.chunk_id AND e.model = :model
        AND e.content_hash = k.content_hash
    WHERE o.is_company OR o.competency_id IS NULL OR o.competency_id = q.competency_id
), reach AS (
    SELECT asked_id, max(distance) AS distance FROM meant
    WHERE competency_id = asked_id AND NOT is_company GROUP BY asked_id
), by_meaning AS (
    SELECT m.asked_id, m.chunk_id, row_number() OVER (PARTITION BY m.asked_id, m.is_company
        ORDER BY m.distance, m.source, m.position, m.language) AS place
    FROM meant m LEFT JOIN reach r ON r.asked_id = m.asked_id
    WHERE NOT m.is_company OR m.distance <= r.distance
)"""

_FOUND = """, found AS (
    SELECT asked_id, chunk_id, sum(1.0 / (:constant + place)) AS score
    FROM ({places}) p GROUP BY asked_id, chunk_id
), ordered AS (
    SELECT f.asked_id, k.chunk_id, k.source, k.position, k.content,
        k.organization_id IS NOT NULL AS is_company, row_number() OVER
        (PARTITION BY f.asked_id, k.organization_id IS NOT NULL
        ORDER BY f.score DESC, k.source, k.position, k.language) AS place
    FROM found f JOIN knowledge_chunk k ON k.chunk_id = f.chunk_id
), chosen AS (
    SELECT *, row_number() OVER (PARTITION BY asked_id ORDER BY
        NOT (is_company AND place <= :company), is_company, place) AS turn
    FROM ordered
)
SELECT asked_id, chunk_id, source, position, content, is_company FROM chosen
WHERE turn <= :count ORDER BY asked_id, turn"""

_PLACES = "SELECT asked_id, chunk_id, place FROM "
_BOTH = f"{_PLACES}by_words UNION ALL {_PLACES}by_meaning"
_SEARCH_WORDS = _ASKED + _FOUND.format(places=f"{_PLACES}by_words")
_SEARCH_BOTH = _ASKED + _BY_MEANING + _FOUND.format(places=_BOTH)


def find_passages(
    connection: Connection,
    organization_id: int,
    questions: Mapping[int, str],
    language: str,
    *,
    model: str = "",
    embeddings: Mapping[int, Sequence[float]] | None = None,
) -> dict[int, list[Passage]]:
    """Find the passages for each competency, all of them by one statement.

    Searched are the shared passages of the competency and of all processes in the given language,
    and the organization's own in any language; one of its own only counts as found if it has
    enough telling words of the question, or is as near to it as the competency's own texts are.

    Args:
        connection: A connection.
        organization_id: The organization.
        questions: Text to look for, by competency id.
        language: ``en`` or ``de``: the language of the questions.
        model: The embedding model; its embeddings of passages are stored.
        embeddings: The questions as vectors of that model, by competency id; needs the extension
            ``vector`` (``has_vectors``).

    Returns:
        Passages by competency id, at most five each: the organization's own first, then the shared
        ones, best first; those that are equal by source and position. Never another organization's.

    Source: docs/explanation/retrieval.md.
    """
    given = _asked(questions) | {"organization": organization_id, "language": language}
    query = _SEARCH_WORDS
    if embeddings is not None:
        query = _SEARCH_BOTH
        vectors = [
            str(list(map(float, embeddings[competency_id]))) for competency_id in given["ids"]
        ]
        given |= {"model": model, "embeddings": vectors}
    found: dict[int, list[Passage]] = {competency_id: [] for competency_id in given["ids"]}
    for row in connection.execute(text(query), given):
        passage = Passage(row.chunk_id, row.source, row.position, row.content, row.is_company)
        found[row.asked_id].append(passage)
    return found


def _asked(questions: Mapping[int, str]) -> dict[str, Any]:
    ids = sorted(questions)
    return {
        "ids": ids,
        "questions": [questions[competency_id] for competency_id in ids],
        "competencies": SEARCH.competency_count,
        "weight": SEARCH.company_weight,
        "constant": SEARCH.fusion_constant,
        "company": SEARCH.company_count,
        "count": SEARCH.passage_count,
    }
