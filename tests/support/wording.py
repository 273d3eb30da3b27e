"""What a good model would answer to a step's question, made from the question itself."""

import json
from collections.abc import Callable
from typing import Any

from seqpt_lib.objectives.checks.values import FIELDS

Objective = dict[str, Any]


def material_of(request: dict[str, Any]) -> dict[str, Any]:
    """The material of a request as it came over the wire."""
    user: str = request["messages"][1]["content"]
    content, _end = json.JSONDecoder().raw_decode(user[user.index("{") :])
    material: dict[str, Any] = content
    return material


def worded(request: dict[str, Any]) -> dict[str, Any]:
    """The template's words, with a name of the company's own in them."""
    material = material_of(request)
    return {"objectives": [_worded(material, level) for level in material["levels"]]}


def changed(change: Callable[[Objective], Objective]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """An answer whose objectives are changed one by one."""
    return lambda request: {"objectives": [change(each) for each in worded(request)["objectives"]]}


def _worded(material: dict[str, Any], level: dict[str, Any]) -> Objective:
    names = [name for kind in ("tool", "method", "process") for name in material["company"][kind]]
    parts = {field: level["template"][field] for field in FIELDS}
    is_german = parts["benefit"].startswith("damit")
    own = (names or [{True: "Alltag", False: "daily work"}[is_german]])[0]
    ending = f", auch bei der Arbeit mit {own}" if is_german else f" in their work with {own}"
    return {
        "competency_id": material["competency"]["competency_id"],
        "level": level["level"],
        **parts,
        "demonstration": parts["demonstration"] + ending,
    }
