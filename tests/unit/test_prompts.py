"""The prompts in data/reference/prompts."""

import json
from pathlib import Path

import pytest

from seqpt_lib import reference
from seqpt_lib.errors import DataError
from seqpt_lib.model.knowledge import ContextEntry, Passage
from seqpt_lib.objectives.checks import Finding
from seqpt_lib.objectives.materials import Material
from seqpt_lib.objectives.questions import first_question, second_question

WHOLE = (
    "---\nversion: v-7\n---\n\n# A\n\n## System\n\ns\n\n## Request\n\n$material\n\n## Again\n\na\n"
)
MATERIAL = Material(
    competency_id=14,
    levels=(1, 4),
    industry='Drives "and" {brakes}',
    entries=(ContextEntry("tool", "DOORS Next", (14,)), ContextEntry("process", "Board")),
    passages=(
        Passage(7, "document Ilse Vogelsang.pdf", 2, 'Ends here"}]} $material', True),
        Passage(8, "competency 14", 1, "Shared words.", False),
    ),
)


def written(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "prompts").mkdir()
    (folder / "prompts" / "objectives.en.md").write_text(text)
    monkeypatch.setattr(reference, "FOLDER", folder)


def content_of(user: str) -> dict[str, object]:
    content, _end = json.JSONDecoder().raw_decode(user[user.index("{") :])
    assert isinstance(content, dict)
    return content


def test_both_languages_have_the_same_version() -> None:
    versions = {reference.prompt("objectives", each)["version"] for each in reference.LANGUAGES}
    assert len(versions) == 1


@pytest.mark.parametrize("language", reference.LANGUAGES)
@pytest.mark.parametrize("section", ["request", "again"])
def test_each_request_says_once_where_the_material_goes(section: str, language: str) -> None:
    assert reference.prompt("objectives", language)[section].count("$material") == 1


def test_an_edited_prompt_counts_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, WHOLE, monkeypatch)
    before = reference.prompt("objectives", "en")
    (tmp_path / "prompts" / "objectives.en.md").write_text(WHOLE.replace("\ns\n", "\nnew\n"))
    after = reference.prompt("objectives", "en")
    assert (before["system"], after["system"], after["version"]) == ("s", "new", "v-7")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(WHOLE.replace("version: v-7", ""), "no version in its first", id="version"),
        pytest.param(WHOLE.replace("## Again", "## Later"), "no section 'again'", id="section"),
        pytest.param(WHOLE.replace("\ns\n", "\n"), "no section 'system'", id="empty section"),
        pytest.param("", "no section 'system'", id="empty file"),
    ],
)
def test_a_prompt_without_a_part_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    written(tmp_path, text, monkeypatch)
    with pytest.raises(DataError, match=message):
        reference.prompt("objectives", "en")


def test_a_missing_prompt_is_named() -> None:
    with pytest.raises(DataError, match=r"objectives\.fr\.md cannot be read: No such file"):
        reference.prompt("objectives", "fr")


@pytest.mark.parametrize("language", reference.LANGUAGES)
def test_the_material_is_one_json_text_whatever_it_says(language: str) -> None:
    prompt = reference.prompt("objectives", language)
    content = content_of(first_question(MATERIAL, prompt, language).user)
    assert content["company"] == {
        "industry": 'Drives "and" {brakes}',
        "process": ["Board"],
        "method": [],
        "tool": ["DOORS Next"],
    }
    assert content["passages"] == [
        {"source": "a document of the company", "text": 'Ends here"}]} $material'},
        {"source": "competency 14", "text": "Shared words."},
    ]


def test_a_question_names_no_file() -> None:
    question = first_question(MATERIAL, reference.prompt("objectives", "en"), "en")
    assert "Vogelsang" not in question.system + question.user
    assert question.passages[0]["source"] == "document Ilse Vogelsang.pdf"


def test_only_what_did_not_hold_is_asked_again_with_what_is_wrong() -> None:
    findings = {4: [Finding("verb", "take another verb"), Finding("length", "shorten it")]}
    question = second_question(MATERIAL, findings, reference.prompt("objectives", "en"), "en")
    [level] = content_of(question.user)["levels"]  # type: ignore[misc]
    assert question.round == 2
    assert (level["level"], level["findings"]) == (4, ["take another verb", "shorten it"])


def test_the_system_part_is_the_same_whatever_the_material_says() -> None:
    prompt = reference.prompt("objectives", "en")
    assert first_question(MATERIAL, prompt, "en").system == prompt["system"]
