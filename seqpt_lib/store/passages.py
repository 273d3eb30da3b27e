"""The passages for a step's objectives, by words, and by meaning where that can be had."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection

from seqpt_lib.errors import ModelError
from seqpt_lib.model.chats import EmbeddingModel
from seqpt_lib.model.knowledge import Passage
from seqpt_lib.settings import settings
from seqpt_lib.store import engine
from seqpt_lib.store.knowledge import (
    find_passages,
    has_vectors,
    missing_embeddings,
    write_embeddings,
)

BY_WORDS, BY_BOTH = "by words", "by words and meaning"


@dataclass(frozen=True)
class FoundPassages:
    """The passages of each competency, and how they were found."""

    by_competency: Mapping[int, list[Passage]]
    how: str
    """``by words`` or ``by words and meaning``; with the reason where an embedding model is set
    and could not be used."""


def support(
    connection: Connection,
    organization_id: int,
    questions: Mapping[int, str],
    language: str,
    embedding_model: EmbeddingModel | None = None,
    rewrite: Callable[[str], str] = str,
) -> FoundPassages:
    """Find the passages that support the objectives of each competency.

    What a model makes of a passage is kept, in a transaction of its own, so that each passage is
    embedded once.

    Args:
        connection: A connection.
        organization_id: The organization.
        questions: Text to look for, by competency id.
        language: ``en`` or ``de``.
        embedding_model: A model that turns texts into vectors; None: words alone are compared.
        rewrite: What is done to an own passage before it is sent, such as taking out names.

    Returns:
        Passages by competency id, at most five each, and how they were found.

    Raises:
        ModelError: If the embedding model does not answer and ``SEQPT_MODEL_REQUIRED`` is set.

    Source: docs/explanation/retrieval.md.
    """
    if embedding_model is None or not questions:
        found = find_passages(connection, organization_id, questions, language)
        return FoundPassages(found, BY_WORDS)
    if not has_vectors(connection):
        found = find_passages(connection, organization_id, questions, language)
        return FoundPassages(found, f"{BY_WORDS}: the database has no extension vector")
    try:
        vectors = _vectors(connection, organization_id, questions, embedding_model, rewrite)
    except ModelError as error:
        if settings().model_required:
            raise
        found = find_passages(connection, organization_id, questions, language)
        return FoundPassages(found, f"{BY_WORDS}: {error.what}")
    found = find_passages(
        connection,
        organization_id,
        questions,
        language,
        model=embedding_model.name,
        embeddings=vectors,
    )
    return FoundPassages(found, BY_BOTH)


def _vectors(
    connection: Connection,
    organization_id: int,
    questions: Mapping[int, str],
    model: EmbeddingModel,
    rewrite: Callable[[str], str],
) -> dict[int, list[float]]:
    """Embed the questions, and the passages that were not embedded yet."""
    missing = missing_embeddings(connection, organization_id, model.name)
    passages = [
        rewrite(words) if is_company else words
        for words, is_company in zip(missing["content"], missing["is_company"], strict=True)
    ]
    texts = [*questions.values(), *passages]
    embedded = model.embed(texts)
    if len(missing):
        made = pd.Series(embedded[len(questions) :], index=missing.index, dtype=object)
        with engine.transaction() as own:
            write_embeddings(own, model.name, missing.assign(embedding=made))
    return dict(zip(questions, embedded[: len(questions)], strict=True))
