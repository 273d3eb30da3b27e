"""Shared passages and an organization's context: only what differs is written."""

from dataclasses import replace

import pytest

from seqpt_lib import schema, store
from seqpt_lib.model.knowledge import Chunk, CompanyContext, ContextEntry, Document
from tests.support import rows

DEMO, OTHER = 1, 2
TABLES = ("seqpt.company_context", "seqpt.context_document", "seqpt.knowledge_chunk")
SHARED = "organization_id IS NULL"

CONTEXT = CompanyContext(
    "Drives", (ContextEntry("process", "Gate review", (14, 15)), ContextEntry("tool", "ReqHub"))
)
HANDBOOK = Document(
    "handbook.md",
    "md",
    "a" * 64,
    60,
    50,
    (Chunk(1, "en", "Requirements."), Chunk(2, "en", 'A "quoted",\nsecond one.')),
)
GUIDE = Document("guide.pdf", "pdf", "b" * 64, 30, 20, (Chunk(1, "de", "Prüfstände."),))


def write(
    *documents: Document,
    context: CompanyContext = CONTEXT,
    organization_id: int = DEMO,
    context_hash: str = "c" * 64,
) -> dict[str, int]:
    with store.transaction() as connection:
        return store.write_context(connection, organization_id, context, context_hash, documents)


def numbers() -> dict[str, int]:
    """The number of each passage of the demo's, by its words."""
    return dict(
        rows.query("SELECT content, chunk_id FROM knowledge_chunk WHERE organization_id = 1")
    )


@pytest.mark.usefixtures("demo_database")
class TestSharedKnowledge:
    def test_step_1_keeps_it(self) -> None:
        assert rows.query(
            f"SELECT language, count(*) FROM knowledge_chunk WHERE {SHARED} GROUP BY 1 ORDER BY 1"
        ) == [("de", 126), ("en", 126)]

    def test_a_second_time_writes_nothing(self) -> None:
        before = rows.row_versions(TABLES)

        assert schema.prepare().reference.rows_written == {}
        assert rows.row_versions(TABLES) == before

    def test_it_follows_the_survey_apps_texts_and_keeps_the_numbers(self) -> None:
        one = f"WHERE {SHARED} AND source = 'competency 14' AND position = 1 AND language = 'en'"
        number = rows.scalar(f"SELECT chunk_id FROM knowledge_chunk {one}")
        rows.run("UPDATE competency SET description = 'Edited.' WHERE id = 14")

        assert schema.prepare().reference.rows_written == {"knowledge_chunk": 1}
        assert rows.query(f"SELECT chunk_id, content FROM knowledge_chunk {one}") == [
            (number, "Requirements Definition: Edited.")
        ]

    def test_what_is_not_known_any_more_goes_and_a_companys_own_stays(self) -> None:
        write(HANDBOOK)
        rows.run(
            "INSERT INTO knowledge_chunk (source, position, language, content, content_hash) "
            "VALUES ('process 99', 1, 'en', 'Gone.', 'h')"
        )

        assert schema.prepare().reference.rows_written == {"knowledge_chunk": 1}
        assert rows.scalar("SELECT count(*) FROM knowledge_chunk WHERE source = 'process 99'") == 0
        assert len(numbers()) == 2


@pytest.mark.usefixtures("demo_database")
class TestContext:
    def test_the_rows_written_are_counted_by_table(self) -> None:
        assert write(HANDBOOK, GUIDE) == {
            "company_context": 1,
            "context_document": 2,
            "knowledge_chunk": 3,
        }

    def test_a_second_time_writes_nothing(self) -> None:
        write(HANDBOOK, GUIDE)
        before = rows.row_versions(TABLES)

        assert set(write(GUIDE, HANDBOOK).values()) == {0}
        assert rows.row_versions(TABLES) == before

    def test_a_document_that_is_gone_goes_with_its_passages(self) -> None:
        write(HANDBOOK, GUIDE)
        kept = numbers()

        assert write(GUIDE) == {"company_context": 0, "context_document": 1, "knowledge_chunk": 2}
        assert numbers() == {"Prüfstände.": kept["Prüfstände."]}

    def test_a_document_of_another_content_takes_the_place_of_the_old_one(self) -> None:
        write(HANDBOOK, GUIDE)
        edited = replace(HANDBOOK, content_hash="d" * 64, chunks=(Chunk(1, "en", "Edited."),))

        assert write(edited, GUIDE)["context_document"] == 2
        assert set(numbers()) == {"Edited.", "Prüfstände."}

    def test_two_documents_may_swap_their_names(self) -> None:
        write(HANDBOOK, GUIDE)
        swapped = (replace(HANDBOOK, name=GUIDE.name), replace(GUIDE, name=HANDBOOK.name))

        write(*swapped)

        assert rows.query(
            "SELECT d.name, count(*) FROM context_document d JOIN knowledge_chunk USING "
            "(document_id) GROUP BY 1 ORDER BY 1"
        ) == [("guide.pdf", 2), ("handbook.md", 1)]

    def test_a_document_that_is_cut_anew_keeps_what_is_equal(self) -> None:
        write(HANDBOOK)
        kept = numbers()["Requirements."]

        assert write(replace(HANDBOOK, chunks=HANDBOOK.chunks[:1]))["knowledge_chunk"] == 1
        assert numbers() == {"Requirements.": kept}

    def test_another_organization_is_left_alone(self) -> None:
        rows.run(
            "INSERT INTO organization (id, organization_name, organization_public_key) "
            f"VALUES ({OTHER}, 'Other', 'other')"
        )
        write(HANDBOOK)
        kept = numbers()

        write(HANDBOOK, GUIDE, organization_id=OTHER)
        write(organization_id=OTHER)

        assert numbers() == kept


@pytest.mark.usefixtures("demo_database")
class TestReadingContext:
    def read(self) -> CompanyContext:
        with store.connect() as connection:
            return store.read_context(connection, DEMO)

    def test_it_is_read_as_it_was_written(self) -> None:
        write()

        assert self.read() == CONTEXT

    def test_there_is_none_before_the_first_time(self) -> None:
        assert self.read() == CompanyContext()

    @pytest.mark.parametrize(
        "context",
        [
            pytest.param(replace(CONTEXT, industry="Pumps"), id="another industry"),
            pytest.param(replace(CONTEXT, industry=""), id="no industry"),
            pytest.param(replace(CONTEXT, entries=CONTEXT.entries[:1]), id="an entry less"),
        ],
    )
    def test_another_one_takes_its_place(self, context: CompanyContext) -> None:
        write()

        assert write(context=context)["company_context"] == 1
        assert self.read() == context
