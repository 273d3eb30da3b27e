"""A value that no step would take is refused before the first cell runs."""

import re

import pytest

from pipelines.checks import Value, check
from pipelines.cli import PIPELINE
from pipelines.spec import PipelineSpec, load
from seqpt_lib.errors import UsageError
from seqpt_lib.model.plans import plan_weeks
from seqpt_lib.model.targets import TargetRule
from seqpt_lib.objectives.templates import PATTERNS


@pytest.fixture
def learning_plans() -> PipelineSpec:
    return load(PIPELINE)


def given(spec: PipelineSpec, name: str, text: str) -> list[Value]:
    return [values[name] for values in check(spec, {name: text}).values() if name in values]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        pytest.param(
            "target_rule",
            "archetypes",
            "parameter target_rule takes role_capped or archetype, not 'archetypes'. "
            "Did you mean archetype?",
            id="misspelt",
        ),
        pytest.param("target_rule", "Archetype", "Did you mean archetype?", id="a capital"),
        pytest.param(
            "target_rule",
            "x",
            "takes role_capped or archetype, not 'x'. Use role_capped or archetype.",
            id="near to nothing",
        ),
        pytest.param("language", "fr", "language takes en or de, not 'fr'", id="no such language"),
        pytest.param("language", "", "language takes en or de, not ''", id="empty"),
        pytest.param(
            "hours_per_week",
            "0",
            "parameter hours_per_week takes a number above 0, at most 168, not 0. Use",
            id="no hours",
        ),
        pytest.param("hours_per_week", "168.5", "at most 168, not 168.5", id="more than a week"),
        pytest.param("plan_of", "-3", "takes a number at least 0, not -3", id="no id"),
    ],
)
def test_refuses_a_value_that_the_step_would_not_take(
    learning_plans: PipelineSpec, name: str, text: str, message: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        check(learning_plans, {name: text})


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        pytest.param("target_rule", "archetype", "archetype", id="one of a list"),
        pytest.param("hours_per_week", "168", 168.0, id="the highest"),
        pytest.param("hours_per_week", "0.1", 0.1, id="a little more than the lowest"),
        pytest.param("plan_of", "0", 0, id="the lowest"),
    ],
)
def test_takes_a_value_of_the_domain(
    learning_plans: PipelineSpec, name: str, text: str, value: Value
) -> None:
    assert set(given(learning_plans, name, text)) == {value}


def test_the_pipeline_file_lists_what_the_steps_take(learning_plans: PipelineSpec) -> None:
    domains = {
        name: domain for step in learning_plans.steps for name, domain in step.parameters.items()
    }

    assert domains["target_rule"].values == list(TargetRule)
    assert set(domains["language"].values) == set(PATTERNS)


@pytest.mark.parametrize("hours", ["0", "0.001", "168", "168.001", "-1"])
def test_the_pipeline_file_bounds_the_hours_as_the_step_does(
    learning_plans: PipelineSpec, hours: str
) -> None:
    def is_refused_by_the_step() -> bool:
        try:
            plan_weeks([1], float(hours))
        except UsageError:
            return True
        return False

    def is_refused_before() -> bool:
        try:
            check(learning_plans, {"hours_per_week": hours})
        except UsageError:
            return True
        return False

    assert is_refused_before() == is_refused_by_the_step()
