"""How well passages are found: the labelled set against the search of the pipeline."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from seqpt_lib import reference, store
from seqpt_lib.model.knowledge import Chunk, CompanyContext, Document, Passage
from seqpt_lib.model.questions import competency_question
from seqpt_lib.settings import PROJECT_ROOT

FILE = PROJECT_ROOT / "tests" / "data" / "retrieval.yaml"


@dataclass(frozen=True)
class Labelled:
    """A question and the passages that are relevant to it."""

    competency_id: int
    language: str
    words: str
    relevant: frozenset[str]
    """Passages as ``source/position``."""


@dataclass(frozen=True)
class Answered:
    """A question with what was found for it."""

    question: Labelled
    found: tuple[str, ...]
    """Passages as ``source/position``, in their order."""

    company: frozenset[str]
    """Those that are the company's own."""

    @property
    def recall(self) -> float:
        """Share of the relevant passages that were found, 0..1."""
        return len(self.question.relevant & set(self.found)) / len(self.question.relevant)


@dataclass(frozen=True)
class Measured:
    """What came out for all questions."""

    answers: tuple[Answered, ...]

    def recall(self, language: str = "") -> float:
        """Give the mean of the questions' recall, of one language or of both, 0..1."""
        of = [a.recall for a in self.answers if language in ("", a.question.language)]
        return sum(of) / len(of)

    @property
    def company_recall(self) -> float:
        """Share of the relevant passages of the company that were found, 0..1."""
        relevant = [
            (mark, answer)
            for answer in self.answers
            for mark in answer.question.relevant
            if mark.startswith("document ")
        ]
        return sum(mark in answer.found for mark, answer in relevant) / len(relevant)

    @property
    def company_precision(self) -> float:
        """Share of the company's passages that were given and are relevant, 0..1."""
        given = [(mark, a.question.relevant) for a in self.answers for mark in a.company]
        return sum(mark in relevant for mark, relevant in given) / max(len(given), 1)

    @property
    def summary(self) -> str:
        """One line for a person."""
        return (
            f"{len(self.answers)} questions, recall@5 {self.recall():.3f} "
            f"(en {self.recall('en'):.3f}, de {self.recall('de'):.3f}); of the company's passages "
            f"{self.company_recall:.3f} are found, {self.company_precision:.3f} of those given fit"
        )


def read_documents(file: Path = FILE) -> list[Document]:
    """Read the invented handbooks of the labelled set.

    Args:
        file: The labelled set.

    Returns:
        One document per handbook, a chunk per passage.
    """
    return [_document(entry) for entry in _content(file)["documents"]]


def read_questions(file: Path = FILE) -> list[Labelled]:
    """Read the questions of the labelled set.

    Args:
        file: The labelled set.

    Returns:
        The questions, in the order of the file.
    """
    texts = reference.competency_texts()
    return [
        Labelled(
            entry["competency_id"],
            entry["language"],
            entry.get("text")
            or competency_question(
                texts[entry["competency_id"]], entry["levels"], entry["language"]
            ),
            frozenset(entry["relevant"]),
        )
        for entry in _content(file)["questions"]
    ]


def measure(connection: store.Connection, organization_id: int) -> Measured:
    """Ask every question of the labelled set, in a database with the shared knowledge.

    Args:
        connection: A connection in a transaction, to be rolled back if the handbooks shall not
            stay.
        organization_id: The organization that gets the handbooks.

    Returns:
        What was found for each question, by full text.
    """
    store.write_context(connection, organization_id, CompanyContext(), "", read_documents())
    return Measured(
        tuple(_answered(connection, organization_id, question) for question in read_questions())
    )


def _answered(connection: store.Connection, organization_id: int, question: Labelled) -> Answered:
    asked = {question.competency_id: question.words}
    [passages] = store.find_passages(connection, organization_id, asked, question.language).values()
    own = frozenset(_mark(passage) for passage in passages if passage.is_company)
    return Answered(question, tuple(map(_mark, passages)), own)


def _mark(passage: Passage) -> str:
    return f"{passage.source}/{passage.position}"


def _document(entry: Mapping[str, Any]) -> Document:
    passages = entry["passages"]
    content = "\n".join(passages)
    chunks = (
        Chunk(position, entry["language"], words) for position, words in enumerate(passages, 1)
    )
    return Document(
        name=entry["name"],
        kind="md",
        content_hash=sha256(content.encode()).hexdigest(),
        byte_count=len(content.encode()),
        character_count=len(content),
        chunks=tuple(chunks),
    )


def _content(file: Path) -> Any:
    return reference.read_yaml(file)
