"""How it was computed: the rules, and what tells one report from another."""

import hashlib
import json
import platform
from importlib.metadata import version

from seqpt_lib.model.targets import TRAIN_THE_TRAINER
from seqpt_lib.reports.html.found import Findings
from seqpt_lib.reports.html.markup import Html, Part, element, section
from seqpt_lib.reports.html.numbers import hours, number

INPUTS = ("roles_hash", "matrices_hash", "targets_hash", "archetype_ids", "target_rule")
"""What the input's digest is made of. The answers are not in it: from a digest of a few answers
they could be guessed (docs/explanation/report.md, "What may stand in it")."""

DIGITS = 16


def method(found: Findings) -> Part:
    """Say how the numbers came about, and of which run, data and versions they are.

    Args:
        found: What the run found.

    Returns:
        The part.
    """
    words = found.words
    smallest = number(found.basis["smallest_group"] if found.basis else None, words)
    told = [element("li", words(rule, smallest=smallest)) for rule in rules(found)]
    return section(
        "method",
        words.language,
        words("method_title"),
        element("ul", *told),
        element("h3", words("run_title")),
        element("dl", *_facts(found), class_="facts-list"),
    )


def rules(found: Findings) -> list[str]:
    """Choose the rules that this run went by.

    Args:
        found: What the run found.

    Returns:
        Keys of the words. Without gaps nothing is said of people's targets, nor of small groups.
    """
    is_track_beside = TRAIN_THE_TRAINER in found.archetype_ids and len(found.archetype_ids) > 1
    return [
        "rule_level",
        "rule_organization",
        *(["rule_track"] if is_track_beside else []),
        *([f"rule_person_{found.rule}"] if found.rule else []),
        "rule_below",
        "rule_interval",
        "rule_priority",
        "rule_need",
        "rule_hours",
        *(["rule_hidden"] if found.basis else []),
    ]


def input_digest(basis: dict[str, object]) -> str:
    """Make a short text that differs where roles, matrices, targets, archetypes or rule do.

    Args:
        basis: The row of ``gap_basis``.

    Returns:
        16 hexadecimal digits.
    """
    content = json.dumps({name: basis[name] for name in INPUTS}, default=str)
    return hashlib.sha256(content.encode()).hexdigest()[:DIGITS]


def _versions() -> str:
    ours, pandas = version("seqpt"), version("pandas")
    return f"SE-QPT {ours}, Python {platform.python_version()}, pandas {pandas}"


def _facts(found: Findings) -> list[Html]:
    words, basis = found.words, found.basis
    survey = {name: number(count, words) for name, count in found.survey.items()}
    told = [
        ("fact_run", found.run_id),
        ("fact_archetypes", ", ".join(found.archetypes[each] for each in found.archetype_ids)),
        ("fact_data", words("fact_data_said", **survey)),
    ]
    if basis:
        told += [
            ("fact_rule", words(f"rule_{found.rule}")),
            ("fact_state", str(basis["run_id"])),
            ("fact_hash", input_digest(basis)),
            ("fact_code", str(basis["code_version"])),
        ]
    told += [
        ("fact_hours", hours(found.hours_per_week, words)),
        ("fact_versions", _versions()),
    ]
    return [element("div", element("dt", words(key)), element("dd", text)) for key, text in told]
