"""What ``context.yaml`` may say."""

import pytest

from seqpt_lib.errors import DataError
from seqpt_lib.intake.context_yaml import parse_context
from seqpt_lib.model.knowledge import CompanyContext, ContextEntry


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        pytest.param("[requirements  DEFINITION]", (14,), id="folded name"),
        pytest.param("[Anforderungsdefinition]", (14,), id="German name"),
        pytest.param("[Systems Modeling and Analysis]", (6,), id="American spelling"),
        pytest.param("[16, '4', 16]", (4, 16), id="ids, each once"),
    ],
)
def test_an_entry_is_for_the_competencies_it_names(wanted: str, ids: tuple[int, ...]) -> None:
    read = parse_context(f"tools: [{{name: DOORS Next, for: {wanted}}}]")
    assert read.entries == (ContextEntry("tool", "DOORS Next", ids),)


@pytest.mark.parametrize(
    "name", ["C++", "C#", "R&D board", "V-Modell XT (2.4)", "Änderungsantrag", "n" * 100]
)
def test_names_may_look_like_this(name: str) -> None:
    assert parse_context(f"tools: ['{name}']").entries[0].name == name


def test_lists_may_be_left_empty() -> None:
    assert parse_context("industry: Rail\ntools:\n") == CompanyContext("Rail")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "its content", id="empty"),
        pytest.param("- a", "its content", id="a list"),
        pytest.param("tools: DOORS", "tools: ", id="no list"),
        pytest.param("industry: 5", "industry: ", id="a number"),
        pytest.param("tools: [{name: a, use: b}]", "unknown key tools.1.use", id="key below"),
        pytest.param("tools: [{for: [1]}]", "tools.1.name", id="no name"),
        pytest.param("tools: [a, 5]", "tools.2.name", id="a number for a name"),
        pytest.param("tools: ['']", "tools.1.name", id="an empty name"),
        pytest.param(f"tools: [{'n' * 101}]", "at most 100", id="a long name"),
        pytest.param('tools: ["a\\nb"]', "one line of plain text", id="two lines"),
        pytest.param("tools: ['<b>a</b>']", "one line of plain text", id="markup"),
        pytest.param("tools: ['a | b']", "one line of plain text", id="table"),
        pytest.param("tools: ['see https://a.org']", "one line of plain text", id="address"),
        pytest.param('tools: ["a\\u200bb"]', "one line of plain text", id="zero-width"),
        pytest.param('tools: ["a\\eb"]', "one line of plain text", id="control character"),
        pytest.param("tools: [DOORS, doors]", "tools name doors more than", id="a name twice"),
        pytest.param("tools: [a]\ntools: [b]", "has tools more than once", id="a key twice"),
        pytest.param("tools: [{name: a, for: []}]", "tools.1.for", id="for nothing"),
        pytest.param("tools: [{name: a, for: [2]}]", "'a' is for 2, which", id="unknown id"),
        pytest.param("tools: [{name: a, for: [Law]}]", "is for Law, which", id="unknown name"),
        pytest.param("tools: [a: b: c]", "no YAML in line 1", id="no YAML"),
        pytest.param("tools: [2026-02-31]", "no YAML", id="a day that is none"),
        pytest.param("a: &a [x]\nb: [*a, *a]", "YAML aliases", id="aliases"),
        pytest.param("tools: !!python/object:os.x {}", "no YAML", id="an object"),
        pytest.param("tools: " + "[" * 9_000, "lists in lists", id="deep nesting"),
        pytest.param(f"tools: [{', '.join(f't{n}' for n in range(101))}]", "100", id="many"),
    ],
)
def test_a_bad_text_is_refused(text: str, said: str) -> None:
    with pytest.raises(DataError) as stop:
        parse_context(text)
    assert said in stop.value.what
