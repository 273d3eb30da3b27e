"""What a run with a model leaves behind: its calls, its limits, its passages, its trainers."""

from pathlib import Path
from typing import Any

import pytest

from seqpt_lib import intake, store
from seqpt_lib.errors import GateFailed, ModelError
from seqpt_lib.model.knowledge import lacks_service
from seqpt_lib.store.knowledge_vectors import create_vectors
from seqpt_lib.store.shadow import shadow_schema
from tests.support import rows, steps
from tests.support.databases import forget_settings
from tests.support.objectives import (
    STEP,
    asked,
    calls,
    findings,
    generate,
    give_tool,
    sources,
    stored,
)
from tests.support.openai_server import (
    COMPLETION_TOKENS,
    EMBEDDING_MODEL,
    MODEL,
    MODEL_ANSWERED,
    PROMPT_TOKENS,
    HttpAnswer,
    ModelServer,
    asked_server,
    error,
)
from tests.support.wording import worded

FALLBACK = "template (fallback)"
ARCHETYPE = "Needs-based, project-oriented training"


@pytest.mark.usefixtures("planned_database")
class TestCalls:
    def test_each_is_a_row_with_all_that_it_cost(self, tmp_path: Path, model: ModelServer) -> None:
        give_tool(tmp_path, 14)

        record = generate()

        [call] = calls()
        (run_id,) = rows.query(
            "SELECT run_id FROM seqpt.pipeline_step WHERE step = :s "
            "ORDER BY finished_at DESC LIMIT 1",
            s=STEP,
        )[0]
        assert record.step == STEP
        assert (call["run_id"], call["step"], call["subject"]) == (run_id, STEP, "competency 14")
        assert (call["model_asked"], call["model_answered"]) == (f"openai:{MODEL}", MODEL_ANSWERED)
        assert (call["prompt_tokens"], call["completion_tokens"]) == (
            PROMPT_TOKENS,
            COMPLETION_TOKENS,
        )
        assert (call["outcome"], call["tries"], call["round"]) == ("answered", 1, 1)
        assert (call["has_context"], call["prompt_version"]) == (True, "objectives-1")
        assert call["seconds"] > 0
        assert len(call["input_hash"]) == 64
        assert call["content"] == worded(model.requests[0].json)
        assert call["passages"] == stored()[14, 2]["passages"]

    def test_they_stay_where_the_gate_stops_the_step(
        self, tmp_path: Path, model: ModelServer
    ) -> None:
        give_tool(tmp_path, 14)
        before = stored()
        rows.run("DELETE FROM reference_level_verb WHERE level = 4")

        with pytest.raises(GateFailed):
            generate()

        assert stored() == before
        assert [call["outcome"] for call in calls()] == ["answered"]

    def test_a_dry_run_asks_once_and_the_run_after_it_asks_nothing(
        self, tmp_path: Path, model: ModelServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        give_tool(tmp_path, 14)
        before = stored()
        with shadow_schema(1) as schema, monkeypatch.context() as patch:
            patch.setenv("SEQPT_SHADOW_SCHEMA", schema)
            forget_settings()
            steps.run_step("03_compute_gaps")
            generate()
        forget_settings()
        assert stored() == before

        generate()

        assert (asked(model), len(calls())) == ([14], 1)
        assert sources()[14, 2] == "model"


@pytest.mark.usefixtures("context_database")
class TestBudget:
    def test_three_calls_are_sent_and_the_others_say_why_not(self) -> None:
        with asked_server(SEQPT_MAX_CALLS="3") as server:
            server.answer = worded
            generate()

        outcomes = [call["outcome"] for call in calls()]
        assert len(server.requests) == outcomes.count("answered") == 3
        assert outcomes.count("over budget") == len(outcomes) - 3 == 13
        worse = [key for key, source in sources().items() if source == FALLBACK]
        assert {competency_id for competency_id, _level in worse} == {
            int(call["subject"].split()[1]) for call in calls() if call["outcome"] != "answered"
        }
        assert all("SEQPT_MAX_TOKENS or SEQPT_MAX_CALLS" in findings(key) for key in worse)

    def test_without_any_token_nothing_is_sent(self) -> None:
        with asked_server(SEQPT_MAX_TOKENS="0") as server:
            generate()

        assert server.requests == []
        assert {call["outcome"] for call in calls()} == {"over budget"}
        assert set(sources().values()) == {FALLBACK}


@pytest.mark.usefixtures("context_database")
class TestEmbeddings:
    @pytest.fixture(autouse=True)
    def vectors(self, context_database: str) -> None:
        with store.transaction() as connection:
            if not create_vectors(connection):
                pytest.skip("the server has no extension vector")

    @staticmethod
    def run(server: ModelServer) -> Any:
        server.answer = worded
        generate()
        return steps.exact_numbers(STEP)["passages_found"]

    @staticmethod
    def texts(server: ModelServer) -> list[str]:
        sent = [r.json["input"] for r in server.requests if r.path.endswith("/embeddings")]
        return [text for texts in sent for text in texts]

    def test_passages_are_found_by_both_and_embedded_once(self) -> None:
        (chunks,) = rows.query("SELECT count(*) FROM seqpt.knowledge_chunk")[0]
        with asked_server(SEQPT_EMBEDDING_MODEL=f"openai:{EMBEDDING_MODEL}") as server:
            assert self.run(server) == "by words and meaning"
            assert len(self.texts(server)) == chunks + 16
            server.requests.clear()
            assert self.run(server) == "by words and meaning"
            assert server.requests == []

    def test_embedding_is_a_call_like_others(self) -> None:
        with asked_server(SEQPT_EMBEDDING_MODEL=f"openai:{EMBEDDING_MODEL}") as server:
            self.run(server)

        made = {call["subject"]: call for call in calls() if "embedding" in call["subject"]}
        assert set(made) == {"embedding of questions", "embedding of passages"}
        assert made["embedding of questions"]["model_asked"] == f"openai:{EMBEDDING_MODEL}"
        assert made["embedding of passages"]["prompt_tokens"] > 200

    def test_while_the_service_is_down_the_same_questions_find_and_cost_the_same(self) -> None:
        with asked_server(SEQPT_EMBEDDING_MODEL=f"openai:{EMBEDDING_MODEL}") as server:
            self.run(server)
            before = stored()
            server.embedding = lambda _request: HttpAnswer(401, error("key"))
            server.answer = lambda _request: HttpAnswer(401, error("key"))
            server.requests.clear()
            generate()

        assert (stored(), server.requests) == (before, [])

    def test_a_service_that_fails_leaves_the_words_and_says_why(self) -> None:
        with asked_server(SEQPT_EMBEDDING_MODEL=f"openai:{EMBEDDING_MODEL}") as server:
            server.embedding = lambda _request: HttpAnswer(401, error("key"))
            how = self.run(server)

        assert how.startswith("by words: the embedding model openai:embedding-invented")
        assert lacks_service(how), "so that it is asked again"
        assert how.endswith("the service answered 401")
        assert set(sources().values()) == {"model"}

    def test_where_a_model_is_required_it_stops_the_step(self) -> None:
        before = stored()
        with asked_server(
            SEQPT_EMBEDDING_MODEL=f"openai:{EMBEDDING_MODEL}", SEQPT_MODEL_REQUIRED="1"
        ) as server:
            server.embedding = lambda _request: HttpAnswer(401, error("key"))
            with pytest.raises(ModelError, match="gave nothing: the service answered 401") as stop:
                generate()

        assert stop.value.exit_code == 14
        assert (stored(), calls()) == (before, [])


class TestTrainers:
    @pytest.fixture
    def plans(self, tmp_path: Path, planned_database: str) -> list[tuple[Any, ...]]:
        """The plans before "Train the trainer" is chosen beside the archetype."""
        before = self.current()
        give_tool(tmp_path, 14)
        self.choose(f"{ARCHETYPE}; Train the trainer")
        return before

    @staticmethod
    def choose(names: str) -> None:
        intake.choose_archetypes("demo", names)
        steps.run_step("03_compute_gaps")

    @staticmethod
    def current() -> list[tuple[Any, ...]]:
        return rows.query(
            "SELECT user_id, plan_id FROM seqpt.plan_status WHERE is_current ORDER BY 1"
        )

    def test_each_competency_has_one_at_the_highest_level(
        self, plans: object, model: ModelServer
    ) -> None:
        generate()

        trainers = stored("trainer")
        assert {level for _competency_id, level in trainers} == {6}
        assert len(trainers) == 16
        assert [key for key, row in trainers.items() if row["source"] == "model"] == [(14, 6)]
        assert asked(model) == [14]

    def test_taking_the_archetype_away_removes_them(
        self, plans: object, model: ModelServer
    ) -> None:
        generate()
        self.choose(ARCHETYPE)

        generate()

        assert stored("trainer") == {}

    def test_no_plan_is_changed_by_them(self, plans: list[tuple[Any, ...]]) -> None:
        with asked_server(SEQPT_MODEL=""):
            generate()
            steps.run_step("05_write_plans")

        assert len(stored("trainer")) == 16
        assert self.current() == plans
