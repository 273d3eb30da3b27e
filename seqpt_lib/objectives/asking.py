"""Asking a model for objectives: once for all of a competency, once more for what did not hold."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from seqpt_lib.model.chats import Ask, Reply
from seqpt_lib.objectives.checks import Finding, near_duplicates
from seqpt_lib.objectives.drafts import Draft, Key, judge_reply
from seqpt_lib.objectives.materials import Material
from seqpt_lib.objectives.questions import first_question, second_question


def ask_for_drafts(
    materials: Sequence[Material],
    prompt: Mapping[str, str],
    language: str,
    ask: Ask,
    templates: Mapping[Key, Mapping[str, str]],
) -> tuple[dict[Key, Draft], list[Reply]]:
    """Ask once for all, and once more for what did not hold.

    Args:
        materials: What there is to tell a model; those without context are left out.
        prompt: As ``reference.prompt`` returns.
        language: ``en`` or ``de``.
        ask: Asks a model.
        templates: The four parts of every wanted objective's template.

    Returns:
        A draft for every objective that was asked for, and all replies. A draft that nearly says
        what another objective says does not hold.
    """
    adapted = [material for material in materials if material.has_context]
    first = ask([first_question(material, prompt, language) for material in adapted])
    drafts: dict[Key, Draft] = {}
    for material, reply in zip(adapted, first, strict=True):
        drafts |= judge_reply(material, material.levels, reply, language)
    drafts = _without_duplicates(drafts, templates)
    failed = {
        material.competency_id: findings
        for material in adapted
        if (findings := _to_mend(material, drafts))
    }
    asked = [material for material in adapted if material.competency_id in failed]
    second = ask([second_question(m, failed[m.competency_id], prompt, language) for m in asked])
    for material, reply in zip(asked, second, strict=True):
        again = judge_reply(material, failed[material.competency_id], reply, language)
        drafts |= {key: _with_both(drafts[key], draft) for key, draft in again.items()}
    return _without_duplicates(drafts, templates), [*first, *second]


def _with_both(first: Draft, second: Draft) -> Draft:
    """Keep what was wrong before beside what is wrong now; nothing where the second holds."""
    if second.holds:
        return second
    return replace(second, findings=tuple(dict.fromkeys([*first.findings, *second.findings])))


def _to_mend(material: Material, drafts: Mapping[Key, Draft]) -> dict[int, tuple[Finding, ...]]:
    return {
        level: draft.findings
        for level in material.levels
        if (draft := drafts[material.competency_id, level]).may_be_asked_again
    }


def _without_duplicates(
    drafts: Mapping[Key, Draft], templates: Mapping[Key, Mapping[str, str]]
) -> dict[Key, Draft]:
    """Let drafts that nearly say what another objective says give way to their template.

    A template that takes a draft's place may be what another draft nearly says, so this is done
    until nothing changes. The templates come first: they are never the later of two.
    """
    checked = dict(drafts)
    while True:
        standing = {key for key, draft in checked.items() if draft.holds}
        order = [(key, parts) for key, parts in templates.items() if key not in standing]
        order += [(key, checked[key].parts) for key in sorted(standing)]
        found = near_duplicates(order)
        late = [key for key in standing if key in found]
        if not late:
            return checked
        for key in late:
            checked[key] = Draft(checked[key].reply, checked[key].parts, (found[key],))
