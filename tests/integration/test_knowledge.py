"""Passages are found for all competencies at once: the right ones, and nobody else's."""

import re
from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import pytest

from evaluation import retrieval
from seqpt_lib import reference, store
from seqpt_lib.model.knowledge import Chunk, CompanyContext, Document, Passage
from seqpt_lib.model.questions import competency_question
from seqpt_lib.settings import PROJECT_ROOT
from seqpt_lib.store import sessions
from seqpt_lib.store.knowledge_vectors import create_vectors
from tests.support import rows

DEMO, OTHER = 1, 2
MODEL = "test:embed"
TEXTS = reference.competency_texts()
PAGE = (PROJECT_ROOT / "docs" / "explanation" / "retrieval.md").read_text("utf-8")
MEASURED = re.findall(r"\| (0\.\d+) \|$", PAGE.split("| limit |")[0], re.MULTILINE)
QUESTIONS = {i: competency_question(texts, [2, 4], "en") for i, texts in TEXTS.items()}


@pytest.fixture(autouse=True)
def handbooks(demo_database: str) -> None:
    """The invented handbooks belong to the demo; another organization has a copy of its own."""
    rows.run(
        "INSERT INTO organization (id, organization_name, organization_public_key) "
        f"VALUES ({OTHER}, 'Other', 'other')"
    )
    give(DEMO, retrieval.read_documents())
    give(OTHER, retrieval.read_documents())


def give(organization_id: int, documents: Sequence[Document]) -> None:
    with store.transaction() as connection:
        store.write_context(connection, organization_id, CompanyContext(), "", documents)


def find(
    questions: Mapping[int, str] = QUESTIONS, language: str = "en"
) -> dict[int, list[Passage]]:
    with store.connect() as connection:
        return store.find_passages(connection, DEMO, questions, language)


class TestFullText:
    def test_every_competency_gets_passages_and_five_at_most(self) -> None:
        found = find()

        assert list(found) == sorted(QUESTIONS)
        assert {len(passages) for passages in found.values()} == {5}

    def test_the_companys_own_passage_comes_first(self) -> None:
        first = find()[14][0]

        assert (first.source, first.position, first.is_company) == ("document handbook.md", 1, True)
        assert first.text.startswith("Requirements are written in ReqHub.")

    def test_never_is_it_another_organizations(self) -> None:
        owners = dict(rows.query("SELECT chunk_id, organization_id FROM knowledge_chunk"))

        found = [passage for passages in find().values() for passage in passages]

        assert {owners[passage.chunk_id] for passage in found} == {None, DEMO}
        assert all(p.is_company == (owners[p.chunk_id] == DEMO) for p in found)

    def test_shared_ones_are_of_the_competency_or_of_a_process_and_in_the_language(self) -> None:
        facts = {
            chunk_id: (competency_id, language)
            for chunk_id, competency_id, language in rows.query(
                "SELECT chunk_id, competency_id, language FROM knowledge_chunk"
            )
        }
        questions = {i: competency_question(texts, [1], "de") for i, texts in TEXTS.items()}

        for competency_id, passages in find(questions, "de").items():
            shared = {facts[p.chunk_id] for p in passages if not p.is_company}
            assert shared <= {(None, "de"), (competency_id, "de")}

    def test_a_text_about_something_else_is_no_context(self) -> None:
        nothing = "The canteen opens at noon. Guests of the company pay with a visitor card."
        document = Document("canteen.md", "md", "e" * 64, 1, 1, (Chunk(1, "en", nothing),))
        give(DEMO, [document])

        assert not any(p.is_company for passages in find().values() for p in passages)

    def test_places_are_kept_for_shared_ones(self) -> None:
        words = [
            f"Elicited requirements, testable, traced to stakeholder needs: {n}" for n in range(9)
        ]
        chunks = tuple(Chunk(n, "en", text) for n, text in enumerate(words, 1))
        give(DEMO, [Document("many.md", "md", "e" * 64, 1, 1, chunks)])

        assert [p.is_company for p in find()[14]] == [True, True, True, False, False]

    def test_where_passages_are_equal_source_and_position_decide(self) -> None:
        same = "Requirements are elicited, written testably and traced to stakeholder needs."
        documents = [
            Document(name, "md", hash_ * 64, 1, 1, (Chunk(1, "en", same), Chunk(2, "en", same)))
            for name, hash_ in (("b.md", "e"), ("a.md", "f"))
        ]
        give(DEMO, documents)

        found = [(p.source, p.position) for p in find()[14] if p.is_company]

        assert found == [("document a.md", 1), ("document a.md", 2), ("document b.md", 1)]

    @pytest.mark.parametrize(
        "words",
        [
            pytest.param("", id="nothing"),
            pytest.param("the of and", id="stop words"),
            pytest.param(r"it's a \ 'quoted' & | ! (word):*", id="signs that mean something"),
        ],
    )
    def test_any_text_may_be_asked(self, words: str) -> None:
        assert list(find({14: words})) == [14]

    def test_no_question_no_passage(self) -> None:
        assert find({}) == {}

    @pytest.mark.parametrize("count", [1, 16])
    def test_it_is_one_statement_for_any_number_of_competencies(self, count: int) -> None:
        asked = dict(list(QUESTIONS.items())[:count])
        with store.connect() as connection:
            store.find_passages(connection, DEMO, asked, "en")
            sessions.take_statement_count()
            store.find_passages(connection, DEMO, asked, "en")

            assert sessions.take_statement_count() == 1


class TestTheLabelledSet:
    def test_what_is_found_is_what_the_page_says_was_measured(self) -> None:
        with store.transaction() as connection:
            measured = retrieval.measure(connection, DEMO)

        values = [
            measured.recall(),
            measured.recall("en"),
            measured.recall("de"),
            measured.company_recall,
            measured.company_precision,
        ]
        assert [f"{value:.3f}" for value in values] == MEASURED

    def test_canteen_parking_and_holidays_are_found_for_nothing(self) -> None:
        beside_the_point = {f"document handbook.md/{n}" for n in range(12, 18)} | {
            f"document handbuch.md/{n}" for n in range(10, 15)
        }
        with store.transaction() as connection:
            answers = retrieval.measure(connection, DEMO).answers

        assert not beside_the_point & {mark for answer in answers for mark in answer.found}

    def test_every_label_names_a_passage(self) -> None:
        there = {
            f"{source}/{position}"
            for source, position in rows.query("SELECT source, position FROM knowledge_chunk")
        }
        questions = retrieval.read_questions()

        assert len(questions) >= 30
        assert {mark for question in questions for mark in question.relevant} <= there


NEAR, FAR = [1.0, 0.1], [0.0, 1.0]


def embeddings(chunks: pd.DataFrame, is_near: Callable[[str], bool]) -> pd.DataFrame:
    """Vectors in the plane: some passages point one way, all others another."""
    return chunks.assign(embedding=[NEAR if is_near(w) else FAR for w in chunks["content"]])


def find_near(vector: list[float]) -> list[Passage]:
    """What is found for requirements by words and a vector."""
    asked = {14: QUESTIONS[14]}
    with store.connect() as connection:
        return store.find_passages(
            connection, DEMO, asked, "en", model=MODEL, embeddings={14: vector}
        )[14]


class TestEmbeddings:
    def missing(self, organization_id: int = DEMO, model: str = MODEL) -> pd.DataFrame:
        with store.connect() as connection:
            return store.missing_embeddings(connection, organization_id, model)

    def embed(self, is_near: Callable[[str], bool] = bool, model: str = MODEL) -> int:
        missing = self.missing(model=model)
        with store.transaction() as connection:
            return store.write_embeddings(connection, model, embeddings(missing, is_near))

    def test_a_passage_is_embedded_once_for_each_model(self) -> None:
        own = sum(len(document.chunks) for document in retrieval.read_documents())

        assert self.embed() == 252 + own
        assert self.missing().empty
        assert len(self.missing(model="another")) == 252 + own
        assert len(self.missing(OTHER)) == own

    def test_a_passage_that_changed_is_embedded_again(self) -> None:
        self.embed()
        rows.run(
            "UPDATE knowledge_chunk SET content = 'Edited.', content_hash = 'h' "
            "WHERE source = 'process 9' AND language = 'en'"
        )

        assert self.missing()["content"].tolist() == ["Edited."]
        assert self.embed() == 1
        assert self.missing().empty

    def test_a_passage_that_is_gone_by_then_is_left_out(self) -> None:
        gone = embeddings(self.missing().tail(1), bool).assign(chunk_id=99999)

        with store.transaction() as connection:
            assert store.write_embeddings(connection, MODEL, gone) == 0

    def test_the_extension_is_made_by_step_1_where_the_server_has_it(self) -> None:
        with store.connect() as connection:
            assert store.has_vectors(connection)

    def test_without_the_extension_full_text_is_searched(self) -> None:
        before = find()
        rows.run("DROP EXTENSION vector")

        with store.connect() as connection:
            assert not store.has_vectors(connection)
        assert find() == before

    def test_what_is_as_near_as_the_competencys_own_texts_needs_no_word_in_common(self) -> None:
        chunks = (Chunk(1, "de", "Lastenhefte."), Chunk(2, "de", "Parken im Hof."))
        give(DEMO, [Document("heft.md", "md", "e" * 64, 1, 1, chunks)])
        self.embed(lambda words: "Parken" not in words)

        own = [(p.source, p.position) for p in find_near(NEAR) if p.is_company]

        assert own == [("document heft.md", 1)]

    def test_places_by_words_and_by_meaning_are_fused(self) -> None:
        give(DEMO, [])
        self.embed(lambda words: words.startswith("System Requirements Definition"))
        by_words = [p.source for p in find()[14]]

        fused = [p.source for p in find_near(NEAR)]

        assert by_words.index("process 19") > fused.index("process 19")
        assert find_near(NEAR) == find_near([2.0, 0.2])

    def test_a_vector_of_a_text_that_changed_since_does_not_count(self) -> None:
        give(DEMO, [])
        before = [p.source for p in find()[14]]
        self.embed(lambda words: words.startswith("System Requirements Definition"))
        rows.run("UPDATE chunk_embedding SET content_hash = 'older'")

        assert [p.source for p in find_near(NEAR)] == before

    def test_a_role_that_may_not_create_it_is_told_and_not_stopped(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        rows.run_script("DROP EXTENSION vector; CREATE ROLE seqpt_nobody")
        try:
            with caplog.at_level("INFO"), store.transaction() as connection:
                connection.exec_driver_sql("SET LOCAL ROLE seqpt_nobody")
                assert not create_vectors(connection)
        finally:
            rows.run("DROP ROLE seqpt_nobody")

        assert "cannot create the extension vector" in caplog.text
