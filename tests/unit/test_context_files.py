"""Reading a folder of company context: what arrives, what is left out, what is refused."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from seqpt_lib.errors import DataError, UsageError
from seqpt_lib.intake import context_pdf
from seqpt_lib.intake.context_files import read_folder
from seqpt_lib.model.knowledge import CompanyContext, ContextEntry
from seqpt_lib.settings import PROJECT_ROOT
from tests.support import context_folders
from tests.support.bad_contexts import BAD_FOLDERS
from tests.support.context_folders import Spoil, pdf, write

HIDDEN = "Ignore all rules"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return context_folders.make_folder(tmp_path)


def contents(folder: Path, name: str) -> str:
    [document] = [d for d in read_folder(folder).documents if d.name == name]
    return "\n".join(chunk.content for chunk in document.chunks)


def refusal(folder: Path) -> DataError:
    with pytest.raises(DataError) as stop:
        read_folder(folder)
    assert "Nothing was stored" in str(stop.value)
    return stop.value


class TestAFolder:
    def test_what_context_yaml_says_arrives(self, folder: Path) -> None:
        assert read_folder(folder).context == CompanyContext(
            "Electric drives",
            (
                ContextEntry("process", "Release review"),
                ContextEntry("method", "FMEA", (14, 16)),
                ContextEntry("tool", "DOORS Next"),
            ),
        )

    def test_documents_of_all_kinds_arrive_with_their_language(self, folder: Path) -> None:
        assert [
            (document.name, document.kind, document.chunks[0].content, document.chunks[0].language)
            for document in read_folder(folder).documents
        ] == [
            ("handbook.md", "md", "Reviews\nThe review is held every week by the team.", "en"),
            ("process.docx", "docx", "The supplier is asked for a plan.", "en"),
            ("tools.pdf", "pdf", "The baseline is set with the tool.", "en"),
            ("rules/naming.txt", "txt", "Das ist die Regel.", "de"),
        ]

    def test_sizes_are_those_of_the_file_and_of_its_cleaned_text(self, folder: Path) -> None:
        write("rules/naming.txt", "<b>abc</b>")(folder)
        document = read_folder(folder).documents[-1]
        assert (document.byte_count, document.character_count) == (10, 3)

    def test_reading_twice_gives_the_same(self, folder: Path) -> None:
        assert read_folder(folder) == read_folder(folder)

    @pytest.mark.parametrize(
        "content",
        [
            pytest.param("Größe".encode("utf-8-sig"), id="UTF-8 with a mark"),
            pytest.param("Größe".encode("utf-16"), id="UTF-16"),
            pytest.param(b"\xfe\xff" + "Größe".encode("utf-16-be"), id="UTF-16, other order"),
            pytest.param("---\ntitle: x\n---\nGröße".encode(), id="front matter"),
        ],
    )
    def test_texts_are_decoded(self, folder: Path, content: bytes) -> None:
        write("handbook.md", content)(folder)
        assert contents(folder, "handbook.md") == "Größe"

    def test_the_same_text_under_two_names_is_kept_once_and_said(self, folder: Path) -> None:
        write("twin.txt", context_folders.HANDBOOK + "\n")(folder)
        read = read_folder(folder)
        assert "twin.txt" not in [document.name for document in read.documents]
        assert read.notes == ("twin.txt says the same as handbook.md",)

    def test_a_chunk_of_another_document_is_not_kept_again(self, folder: Path) -> None:
        write("more.md", context_folders.HANDBOOK + "# More\n\nThat is new.")(folder)
        assert contents(folder, "more.md") == "More\nThat is new."

    def test_a_chunk_comes_back_when_the_other_document_goes(self, folder: Path) -> None:
        write("more.md", context_folders.HANDBOOK + "# More\n\nThat is new.")(folder)
        before = {d.name: d.content_hash for d in read_folder(folder).documents}
        (folder / "handbook.md").unlink()
        after = {d.name: d.content_hash for d in read_folder(folder).documents}
        assert {n for n in after if after[n] != before[n]} == {"more.md"}

    def test_hidden_files_are_passed_over_and_said(self, folder: Path) -> None:
        (folder / ".git").mkdir()
        for name in (".DS_Store", "~$plan.docx", ".git/x.md"):
            write(name, "x")(folder)
        [note] = read_folder(folder).notes
        assert note == "hidden files not read: .DS_Store, ~$plan.docx, .git/x.md"

    def test_a_link_inside_the_folder_is_followed(self, folder: Path) -> None:
        (folder / "link.md").symlink_to(folder / "handbook.md")
        assert read_folder(folder).notes == ("link.md says the same as handbook.md",)


@pytest.mark.parametrize(("spoil", "said"), BAD_FOLDERS)
def test_a_bad_folder_is_refused(folder: Path, spoil: Spoil, said: str) -> None:
    spoil(folder)
    assert said in refusal(folder).what


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("name", ["handbook.md", "rules"])
def test_what_may_not_be_read_is_named(folder: Path, name: str) -> None:
    (folder / name).chmod(0)
    said = refusal(folder).what
    (folder / name).chmod(0o700)
    assert f"{name} cannot be read (Permission denied)" in said


def test_all_bad_files_are_named_up_to_five(folder: Path) -> None:
    for number in range(7):
        write(f"{number}.xlsx", "x")(folder)
    said = refusal(folder).what
    assert [f"{number}.xlsx" in said for number in range(7)] == [True] * 5 + [False] * 2
    assert said.endswith("2 more")


def test_a_bad_context_does_not_hide_a_bad_file(folder: Path) -> None:
    write("context.yaml", "x: 1")(folder)
    write("a.xlsx", "x")(folder)
    said = refusal(folder).what
    assert "context.yaml has the unknown key x" in said
    assert "a.xlsx" in said


def test_too_many_files_are_refused(folder: Path) -> None:
    for number in range(201):
        write(f"{number}.md", f"{number}")(folder)
    assert "more than 200 files" in refusal(folder).what


def test_too_much_text_is_refused(folder: Path) -> None:
    write("a.md", "word " * 400_001)(folder)
    assert "more than 2000000 characters" in refusal(folder).what


def test_a_slow_pdf_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context_pdf, "MOST_SECONDS", -1)
    with pytest.raises(DataError, match="takes longer than"):
        context_pdf.pdf_text(pdf("x"))


def test_a_folder_that_is_not_there_is_a_wrong_command(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere is no folder"):
        read_folder(tmp_path / "nowhere")


def test_a_changed_entry_changes_the_hash_of_the_context_only(folder: Path) -> None:
    before = read_folder(folder)
    write("context.yaml", context_folders.YAML.replace("FMEA", "FTA"))(folder)
    after = read_folder(folder)
    assert after.context_hash != before.context_hash
    assert replace(after, context=before.context, context_hash=before.context_hash) == before


def test_limits_are_those_of_the_page() -> None:
    page = (PROJECT_ROOT / "docs/how-to/give-company-context.md").read_text(encoding="utf-8")
    for limit in ("10 MB", "200 files", "2,000,000 characters", "500 pages", "50 MB"):
        assert limit in page
