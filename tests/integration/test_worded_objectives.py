"""A good model words the objectives: what is asked, what is used, what is asked again."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from seqpt_lib import intake, reference
from seqpt_lib.intake.demo import FOLDER as SURVEY
from tests.support import rows, steps
from tests.support.databases import DEMO_CONTEXT, give_demo_context
from tests.support.objectives import (
    TOOL,
    asked,
    calls,
    generate,
    give_tool,
    materials,
    sources,
    stored,
)
from tests.support.openai_server import MODEL, ModelServer, asked_server
from tests.support.wording import worded

CACHED = (reference.objective_templates, reference.level_verbs, reference.competency_texts)
COMPETENCIES = [1, *range(4, 19)]


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the reference data, to be edited."""
    folder = tmp_path / "reference"
    shutil.copytree(reference.FOLDER, folder)
    monkeypatch.setattr(reference, "FOLDER", folder)
    yield folder
    for cached in CACHED:
        cached.cache_clear()


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.usefixtures("context_database")
class TestAGoodModel:
    def test_every_objective_is_in_its_words_and_says_where_they_come_from(
        self, model: ModelServer
    ) -> None:
        record = generate()

        found = stored()
        call_of = {call["call_id"]: call for call in calls()}
        assert {row["source"] for row in found.values()} == {"model"}
        for (competency_id, _level), row in found.items():
            call = call_of[row["call_id"]]
            assert call["subject"] == f"competency {competency_id}"
            assert row["passages"] == call["passages"]
            assert row["passages"]
            assert row["prompt_version"] == call["prompt_version"] == "objectives-1"
            assert row["findings"] == []
        assert steps.exact_numbers("generate_objectives")["by_model"] == len(found) == 39
        assert record.summary.endswith(" 0 template (fallback)")

    def test_every_objective_has_a_word_of_the_companys_own(self, model: ModelServer) -> None:
        generate()

        names = {
            material["competency"]["competency_id"]: [
                name for kind in ("process", "method", "tool") for name in material["company"][kind]
            ]
            for material in materials(model)
        }
        for (competency_id, _level), row in stored().items():
            assert any(name in row["full_text"] for name in names[competency_id])

    def test_a_competency_is_asked_for_once_for_all_its_levels(self, model: ModelServer) -> None:
        generate()

        needed = rows.query(
            "SELECT competency_id, array_agg(level ORDER BY level) FROM seqpt.need GROUP BY 1"
        )
        told = {
            material["competency"]["competency_id"]: [
                level["level"] for level in material["levels"]
            ]
            for material in materials(model)
        }
        assert asked(model) == COMPETENCIES
        assert told == dict(needed)

    def test_a_second_time_nothing_is_asked_and_nothing_is_written(
        self, model: ModelServer
    ) -> None:
        generate()
        before, count = rows.row_versions(), len(model.requests)

        generate()

        assert len(model.requests) == count
        assert steps.rows_by_table("generate_objectives") == {}
        assert rows.row_versions() == before

    def test_without_a_model_nothing_is_asked(self) -> None:
        with asked_server(SEQPT_MODEL="") as model:
            record = generate()

        assert model.requests == []
        assert set(sources().values()) == {"template"}
        assert record.summary.endswith("all from templates")
        assert calls() == []

    def test_taking_the_model_away_brings_the_templates_back(
        self, model: ModelServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = stored()
        generate()
        with asked_server(SEQPT_MODEL=""):
            generate()

        assert stored() == before

    def test_another_organization_with_the_same_context_asks_itself(
        self, model: ModelServer
    ) -> None:
        generate()
        count = len(model.requests)
        described = yaml.safe_load((SURVEY / "organization.yaml").read_text(encoding="utf-8"))
        intake.import_survey(SURVEY, "twin", "Twin", described["archetypes"][0])
        give_demo_context("twin")
        steps.run_step("02_validate_sources", org="twin")
        steps.run_step("03_compute_gaps", org="twin")

        generate(org="twin")

        [own, others] = [
            {call["input_hash"] for call in calls() if (call["organization_id"] == 1) == is_demo}
            for is_demo in (True, False)
        ]
        assert own & others  # word for word the same questions
        assert len(model.requests) == count + 16
        used = [row["call_id"] for row in stored(organization_id=2).values()]
        assert min(used) > count

    def test_another_model_is_asked_anew_and_the_first_is_not_forgotten(
        self, model: ModelServer
    ) -> None:
        generate()
        before = stored()
        with asked_server(SEQPT_MODEL=f"openai:{MODEL}-2") as other:
            other.answer = worded
            generate()
        assert asked(other) == COMPETENCIES
        assert stored() != before
        count = len(model.requests)
        with asked_server() as again:
            generate()
        assert (len(model.requests), again.requests) == (count, [])
        assert stored() == before


class TestWhatIsAskedAgain:
    @pytest.fixture(autouse=True)
    def worded_before(self, context_database: str, texts: Path, model: ModelServer) -> None:
        generate()
        model.requests.clear()

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            pytest.param("version: objectives-1", "version: objectives-2", id="its version"),
            pytest.param("Write in English.", "Write in plain English.", id="a rule"),
            pytest.param("Word the objectives for", "Please word those for", id="the request"),
        ],
    )
    def test_an_edited_prompt_asks_for_everything(
        self, old: str, new: str, texts: Path, model: ModelServer
    ) -> None:
        edit(texts / "prompts" / "objectives.en.md", old, new)

        generate()

        assert asked(model) == COMPETENCIES

    def test_the_other_languages_prompt_asks_for_nothing(
        self, texts: Path, model: ModelServer
    ) -> None:
        edit(texts / "prompts" / "objectives.de.md", "Schreibe Deutsch.", "Schreibe nur Deutsch.")

        generate()

        assert model.requests == []

    def test_an_edited_template_asks_for_its_competency(
        self, texts: Path, model: ModelServer
    ) -> None:
        [file] = (texts / "objective_templates").glob("*14*.yaml")
        edit(file, "no longer hides", "does not hide")
        reference.objective_templates.cache_clear()

        generate()

        assert asked(model) == [14]
        assert "does not hide" in stored()[14, 2]["full_text"]

    def test_another_tool_of_one_competency_asks_for_that_one(
        self, tmp_path: Path, model: ModelServer
    ) -> None:
        folder = tmp_path / "context"
        shutil.copytree(DEMO_CONTEXT, folder)
        edit(folder / "context.yaml", "DOORS Next", "Polarion")
        intake.give_context(folder, "demo")

        generate()

        assert asked(model) == [14]
        assert "Polarion" in stored()[14, 2]["full_text"]

    def test_the_same_context_once_more_asks_for_nothing(self, model: ModelServer) -> None:
        give_demo_context()

        generate()

        assert model.requests == []


@pytest.mark.usefixtures("planned_database")
class TestFewWithContext:
    def test_only_those_are_asked_for_and_the_others_keep_their_templates(
        self, tmp_path: Path, model: ModelServer
    ) -> None:
        before = stored()
        give_tool(tmp_path, 14, 16)

        generate()

        found = stored()
        assert asked(model) == [14, 16]
        assert {key[0] for key, row in found.items() if row["source"] == "model"} == {14, 16}
        others = [key for key in found if key[0] not in {14, 16}]
        assert {key: found[key] for key in others} == {key: before[key] for key in others}
        assert all(TOOL in row["full_text"] for key, row in found.items() if key not in others)

    def test_without_any_context_nothing_is_asked(self, model: ModelServer) -> None:
        before = stored()

        record = generate()

        assert (model.requests, calls(), stored()) == ([], [], before)
        assert " 0 template (fallback)" in record.summary

    def test_a_context_taken_away_brings_the_templates_back(
        self, tmp_path: Path, model: ModelServer
    ) -> None:
        before = stored()
        give_tool(tmp_path, 14)
        generate()
        assert stored() != before
        (tmp_path / "empty").mkdir()
        (tmp_path / "empty" / "context.yaml").write_text("industry: Drives\n", encoding="utf-8")
        intake.give_context(tmp_path / "empty", "demo")

        generate()

        assert stored() == before
