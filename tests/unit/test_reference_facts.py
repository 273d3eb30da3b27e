"""The reference data carry the facts of their sources unchanged."""

import json
from pathlib import Path

import pandas as pd
import pytest

from seqpt_lib import reference

FACTS = Path(__file__).parents[3] / "shared" / "facts"

FACT_FILES: list[tuple[str, str, dict[str, str]]] = [
    # our file, the file of facts, the columns that have another name here
    (
        "competency",
        "competency",
        {
            "id": "competency_id",
            "area": "competency_area",
            "name": "competency_name",
            "name_in_derik_db": "database_name",
        },
    ),
    ("competency_level", "competency_level", {}),
    ("role_cluster", "role_cluster", {"id": "role_cluster_id", "name_in_derik_db": "role_name"}),
    (
        "iso_process",
        "iso_process",
        {"id": "iso_process_id", "name": "process_name", "name_in_derik_db": "database_name"},
    ),
    ("role_process_matrix", "role_process_matrix", {}),
    ("involvement_level", "involvement_level", {}),
    ("process_competency_matrix", "process_competency_matrix", {}),
    ("involvement_relevance_product", "involvement_relevance_product", {}),
    (
        "archetype",
        "strategy",
        {
            "id": "archetype_id",
            "name": "archetype_name",
            "adapts_to_company_context": "is_adapted_to_company",
        },
    ),
    ("archetype_target", "strategy_target", {"strategy_id": "archetype_id"}),
    (
        "learning_format",
        "learning_format",
        {"id": "format_id", "key": "format_key", "short_name": "format_name"},
    ),
    (
        "archetype_format",
        "strategy_learning_format",
        {"strategy_id": "archetype_id", "points": "fit_points"},
    ),
    ("competency_format", "competency_learning_format", {}),
    ("target_group_size", "target_group_size", {}),
]
needs_facts = pytest.mark.skipif(
    not FACTS.is_dir(), reason="the sources' facts are not beside this project"
)


@needs_facts
@pytest.mark.parametrize(
    ("ours", "theirs", "renamed"), FACT_FILES, ids=[ours for ours, *_rest in FACT_FILES]
)
def test_facts_are_carried_unchanged(ours: str, theirs: str, renamed: dict[str, str]) -> None:
    facts = pd.read_csv(FACTS / f"{theirs}.csv").rename(columns=renamed)
    pd.testing.assert_frame_equal(reference.table(ours), facts)


@needs_facts
def test_the_questionnaire_is_carried_unchanged() -> None:
    facts = json.loads((FACTS / "maturity_questionnaire.json").read_text(encoding="utf-8"))
    ours = (reference.FOLDER / "maturity_questionnaire.json").read_text(encoding="utf-8")
    assert json.loads(ours) == facts


@needs_facts
def test_the_expected_requirements_are_carried_unchanged() -> None:
    name = "role_competency_matrix_expected.csv"
    expected = Path(__file__).parents[1] / "data" / name
    pd.testing.assert_frame_equal(pd.read_csv(expected), pd.read_csv(FACTS / name))


@needs_facts
def test_every_fact_is_carried() -> None:
    compared = {theirs for _ours, theirs, _renamed in FACT_FILES}
    elsewhere = {"role_competency_matrix_expected"}
    assert {file.stem for file in FACTS.glob("*.csv")} == compared | elsewhere
