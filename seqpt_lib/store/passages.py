"""The passages for a step's objectives, by words, and by meaning where that can be had."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from seqpt_lib.errors import ModelError
from seqpt_lib.model.chats import Embedded, EmbeddingModel, Outcome
from seqpt_lib.model.knowledge import BY_BOTH, BY_WORDS, NO_VECTORS, Passage
from seqpt_lib.settings import settings
from seqpt_lib.store import engine
from seqpt_lib.store.calls import CallRow, record_calls, stored_answers
from seqpt_lib.store.knowledge import (
    find_passages,
    has_vectors,
    missing_embeddings,
    write_embeddings,
)
from seqpt_lib.store.steps import Step

QUESTIONS, PASSAGES = "embedding of questions", "embedding of passages"
"""What a call was about, as ``model_call`` says it."""


@dataclass(frozen=True)
class FoundPassages:
    """The passages of each competency, and how they were found."""

    by_competency: Mapping[int, list[Passage]]
    how: str
    """``by words`` or ``by words and meaning``; with the reason where an embedding model is set
    and could not be used."""


def support(
    step: Step,
    questions: Mapping[int, str],
    language: str,
    embedding_model: EmbeddingModel | None = None,
    rewrite: Callable[[str], str] = str,
) -> FoundPassages:
    """Find the passages that support the objectives of each competency.

    What a model makes of questions and passages is kept, in a transaction of its own, so that
    each is embedded once: the same question finds the same passages while the service is down.

    Args:
        step: The step that asks.
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
    vectors, how = None, BY_WORDS
    if embedding_model and questions:
        vectors, how = _vectors_or_reason(step, questions, embedding_model, rewrite)
    found = find_passages(
        step.connection,
        step.organization.id,
        questions,
        language,
        model=embedding_model.name if embedding_model else "",
        embeddings=vectors,
    )
    return FoundPassages(found, how)


def _vectors_or_reason(
    step: Step,
    questions: Mapping[int, str],
    model: EmbeddingModel,
    rewrite: Callable[[str], str],
) -> tuple[dict[int, list[float]] | None, str]:
    """Give the questions as vectors, or none; and how passages are found then."""
    if not has_vectors(step.connection):
        return None, NO_VECTORS
    try:
        return _vectors(step, questions, model, rewrite), BY_BOTH
    except ModelError as error:
        if settings().model_required:
            raise
        return None, f"{BY_WORDS}: {error.what}"


def _vectors(
    step: Step,
    questions: Mapping[int, str],
    model: EmbeddingModel,
    rewrite: Callable[[str], str],
) -> dict[int, list[float]]:
    """Embed the questions, and the passages that were not embedded yet."""
    asked = _question_vectors(step, list(questions.values()), model)
    missing = missing_embeddings(step.connection, step.organization.id, model.name)
    if len(missing):
        texts = [
            rewrite(words) if is_company else words
            for words, is_company in zip(missing["content"], missing["is_company"], strict=True)
        ]
        made = model.embed(texts)
        _record(step, model, PASSAGES, _hashed(model, texts), made, {"count": len(texts)})
        if len(made.vectors[0]) != len(asked[0]):
            raise ModelError(
                f"the embedding model {model.name} gives vectors of another length than before",
                "Give another model another name in SEQPT_EMBEDDING_MODEL.",
            )
        vectors = pd.Series(made.vectors, index=missing.index, dtype=object)
        with engine.transaction() as own:
            write_embeddings(own, model.name, missing.assign(embedding=vectors))
    return dict(zip(questions, asked, strict=True))


def _question_vectors(step: Step, texts: list[str], model: EmbeddingModel) -> list[list[float]]:
    """Embed questions that were not embedded before; nothing of an organization is in them."""
    hashed = _hashed(model, texts)
    stored = stored_answers(step.connection, step.organization.id, [hashed]).get(hashed)
    if stored:
        kept: list[list[float]] = stored.content["vectors"]
        return kept
    made = model.embed(texts)
    _record(step, model, QUESTIONS, hashed, made, {"vectors": made.vectors})
    return made.vectors


def _record(
    step: Step,
    model: EmbeddingModel,
    subject: str,
    hashed: str,
    made: Embedded,
    content: dict[str, Any],
) -> None:
    row = CallRow(
        run_id=step.run_id,
        organization_id=step.organization.id,
        step=step.name,
        subject=subject,
        round=1,
        model_asked=model.name,
        model_answered="",
        prompt_version="",
        input_hash=hashed,
        has_context=subject == PASSAGES,
        outcome=Outcome.ANSWERED,
        problem="",
        content=content,
        prompt_tokens=made.tokens,
        completion_tokens=0,
        seconds=made.seconds,
        tries=made.tries,
        passages=(),
    )
    record_calls([row])


def _hashed(model: EmbeddingModel, texts: list[str]) -> str:
    given = json.dumps(["embedding", model.name, texts], ensure_ascii=False)
    return hashlib.sha256(given.encode()).hexdigest()
