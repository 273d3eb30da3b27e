"""Whatever passes the checks of an objective passes the gate: a run is not stopped by a wording."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from seqpt_lib import reference
from seqpt_lib.objectives.checks import check_objective, grounds_for
from seqpt_lib.objectives.checks.competencies import check_names_known, role_names
from seqpt_lib.objectives.checks.grounds import competency_names
from seqpt_lib.objectives.checks.values import FIELDS
from seqpt_lib.settings import PROJECT_ROOT
from tests.support import rows
from tests.support.databases import Server, pointed_at
from tests.support.gated import CONTENT_CHECKS, Objective, refusals
from tests.support.mutations import PHRASES, Mutation, mutations

LABELLED = PROJECT_ROOT / "tests" / "data" / "objectives"
HALVES = ("tuning", "tuning_2")


@pytest.fixture(scope="module", autouse=True)
def database_of_all(server: Server) -> Iterator[None]:
    """One migrated database for all of these tests: they keep nothing in it."""
    with (
        pytest.MonkeyPatch.context() as patch,
        server.clone("migrated") as address,
        pointed_at(address, patch),
    ):
        yield


def passes(objective: Objective, context: Mapping[str, Any]) -> bool:
    key = objective["competency_id"], objective["level"]
    names, passages = context.get("names", ()), context.get("passages", ())
    grounds = grounds_for(key, objective["language"], names, passages)
    return not check_objective(objective, *key, grounds)


def labelled(half: str) -> list[dict[str, Any]]:
    file: Path = LABELLED / f"{half}.yaml"
    entries: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return entries


@pytest.mark.parametrize("half", HALVES)
def test_a_labelled_objective_that_passes_the_checks_passes_the_gate(half: str) -> None:
    passed = [entry for entry in labelled(half) if passes(entry, entry.get("context") or {})]
    assert len(passed) > 40
    assert refusals(passed) == []


def test_each_check_of_the_gate_refuses_a_labelled_objective() -> None:
    whole = [entry for half in HALVES for entry in labelled(half) if all(entry[f] for f in FIELDS)]
    assert {check for check, _text in refusals(whole)} == set(CONTENT_CHECKS)


@pytest.mark.parametrize("kind", PHRASES)
@pytest.mark.parametrize("language", reference.LANGUAGES)
def test_a_changed_template_that_passes_the_checks_passes_the_gate(
    language: str, kind: str
) -> None:
    made = [mutation.objective for mutation in mutations(language, PHRASES[kind])]
    assert refusals([each for each in made if passes(each, {})]) == []


def test_the_changes_are_of_both_kinds_those_that_pass_and_those_that_do_not() -> None:
    made = [
        mutation.objective
        for language in reference.LANGUAGES
        for mutation in mutations(language, PHRASES["numbers and scores"])
    ]
    assert {passes(each, {}) for each in made} == {True, False}
    assert refusals(made) != []


ALL_PHRASES = [phrase for phrases in PHRASES.values() for phrase in phrases]


# Making a failure smaller would ask the database for minutes.
@settings(max_examples=15, phases=(Phase.explicit, Phase.generate))
@given(
    drawn=st.lists(
        st.builds(
            Mutation,
            language=st.sampled_from(reference.LANGUAGES),
            key=st.sampled_from(sorted(reference.objective_templates())),
            field=st.sampled_from(FIELDS),
            place=st.integers(0, 12),
            phrase=st.lists(st.sampled_from(ALL_PHRASES), min_size=1, max_size=2).map(" ".join),
        ),
        min_size=8,
        max_size=8,
    )
)
def test_any_change_that_passes_the_checks_passes_the_gate(drawn: list[Mutation]) -> None:
    context = {"names": [mutation.phrase for mutation in drawn]}
    made = [mutation.objective for mutation in drawn]
    assert refusals([each for each in made if passes(each, context)]) == []


@pytest.mark.parametrize("wording", ["in the role {}", 'in the role "{}"'])
def test_checks_and_gate_know_every_role_in_either_language(wording: str) -> None:
    made = [
        Mutation("en", (14, 4), "benefit", 5, wording.format(name)).objective
        for name in role_names()
    ]
    grounds = grounds_for((14, 4), "en")
    assert [found for each in made for found in check_names_known(each, grounds)] == []
    assert [text for check, text in refusals(made) if check == "objective_names_known"] == []


def test_the_gate_knows_the_competencies_as_the_checks_do() -> None:
    stored = rows.query(
        "SELECT competency_id, competency_name, german_name, database_name "
        "FROM reference_competency ORDER BY 1"
    )
    assert {key: set(names) for key, *names in stored} == {
        key: set(names) for key, names in competency_names().items()
    }
