"""Step 4 with a model: contexts to word from, and what is stored afterwards."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from seqpt_lib import intake
from seqpt_lib.runs import StepRecord
from tests.support import rows, steps
from tests.support.openai_server import Answer, ModelServer
from tests.support.wording import Objective, changed, material_of, worded

STEP, NOTEBOOK = "generate_objectives", "04_generate_objectives"
TOOL = "DOORS Next"
"""What the organization calls its tool in a context that is given to few competencies."""

Request = dict[str, Any]
Key = tuple[int, int]


def generate(**parameters: Any) -> StepRecord:
    """Run step 4 alone."""
    return steps.run_step(NOTEBOOK, **parameters)


def give_tool(place: Path, *competency_ids: int, org: str = "demo", more: str = "") -> None:
    """Give an organization a tool that belongs to these competencies, and nothing else."""
    folder = place / f"context of {org}"
    folder.mkdir(exist_ok=True)
    content = f"tools: [{{name: {TOOL}, for: {list(competency_ids)}}}]\n{more}"
    (folder / "context.yaml").write_text(content, encoding="utf-8")
    intake.give_context(folder, org)


def stored(track: str = "people", organization_id: int = 1) -> dict[Key, dict[str, Any]]:
    """Read the stored objectives of an organization by competency and level."""
    found = rows.query(
        "SELECT to_jsonb(o) FROM seqpt.objective o WHERE track = :track "
        "AND organization_id = :organization ORDER BY competency_id, level",
        track=track,
        organization=organization_id,
    )
    return {(row["competency_id"], row["level"]): row for (row,) in found}


def sources(track: str = "people") -> dict[Key, str]:
    """Give where the words of each objective come from."""
    return {key: row["source"] for key, row in stored(track).items()}


def findings(key: Key) -> str:
    """Give what was found of an objective, as one text."""
    return "; ".join(f"{found['check']}: {found['detail']}" for found in stored()[key]["findings"])


def calls() -> list[dict[str, Any]]:
    """Read the recorded calls in the order of their numbers."""
    found = rows.query("SELECT to_jsonb(c) FROM seqpt.model_call c ORDER BY call_id")
    return [row for (row,) in found]


def materials(server: ModelServer) -> list[dict[str, Any]]:
    """Give the material of each chat request that came."""
    chats = [r for r in server.requests if r.path.endswith("/chat/completions")]
    return [material_of(request.json) for request in chats]


def asked(server: ModelServer) -> list[int]:
    """List the competencies that were asked about, one entry a request, ascending."""
    return sorted(material["competency"]["competency_id"] for material in materials(server))


def levels_asked(server: ModelServer) -> list[list[int]]:
    """List the levels of each request, in the order in which they came."""
    return [[level["level"] for level in material["levels"]] for material in materials(server)]


def is_second(request: Request) -> bool:
    """True if a request says what was wrong with the answer before."""
    return any("findings" in level for level in material_of(request)["levels"])


def then_good(first: Callable[[Request], Answer]) -> Callable[[Request], Answer]:
    """Answer badly first, and well where it is asked once more."""
    return lambda request: worded(request) if is_second(request) else first(request)


def at_level(at: int, /, **parts: Any) -> Callable[[Request], Answer]:
    """A good answer with parts of one level's objective replaced."""

    def change(objective: Objective) -> Objective:
        return objective | parts if objective["level"] == at else objective

    return changed(change)
