"""The pages say what the code does."""

import re
from pathlib import Path
from typing import get_args
from urllib.parse import unquote

import pytest
import yaml

from pipelines.results import Status
from pipelines.signals import Interrupted, Terminated
from pipelines.spec import StepSpec
from pipelines.watching import Event
from seqpt_lib.errors import BY_NAME

ROOT = Path(__file__).parents[2]
NOT_OURS = {".venv", ".seqpt", ".git", "runs", "build", "node_modules"}
PAGES = sorted(
    page.relative_to(ROOT)
    for pattern in ("*.md", "docs/**/*.md", "data/**/*.md", "notebooks/**/*.md")
    for page in ROOT.glob(pattern)
    if not NOT_OURS & set(page.relative_to(ROOT).parts)
)
ADRS = [page for page in PAGES if page.parts[:2] == ("docs", "adr")]
DONE = 0

FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"```\w*\n(.*?)^```$|`([^`\n]+)`", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"(?:^|[\s$&;])make(?: [A-Z_]+=(?:\"[^\"]*\"|\S+))* ([a-z][a-z-]*)")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CHECK = re.compile(r"[Cc]hecks? `([a-z0-9_]+)`")
ERROR_ROW = re.compile(r"^\| (\d+) \| (?:`(\w+)` )?\|", re.MULTILINE)
SECTION = re.compile(r"^## (\w+)\n\nCode (\d+)\.$", re.MULTILINE)
CHANGE_KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security", "Data and schema"}


def text_of(page: Path) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def codes() -> dict[str, int]:
    return {
        error.__name__: error.exit_code for error in (*BY_NAME.values(), Interrupted, Terminated)
    }


def anchors(page: Path) -> set[str]:
    """The anchors that a reader of Markdown makes of the headings."""
    headings = HEADING.findall(FENCE.sub("", text_of(page)))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links() -> list[tuple[str, str]]:
    found = [(str(page), link) for page in PAGES for link in LINK.findall(text_of(page))]
    return [(page, link) for page, link in found if "://" not in link]


def commands() -> list[tuple[str, str]]:
    return sorted(
        {
            (str(page), target)
            for page in PAGES
            for fenced, inline in CODE.findall(text_of(page))
            for target in COMMAND.findall(fenced or inline)
        }
    )


def checks() -> set[str]:
    suites = [yaml.safe_load(f.read_text("utf-8")) for f in (ROOT / "expectations").glob("*.yaml")]
    return {
        check["meta"]["id"]
        for suite in suites
        for table in suite["tables"]
        for check in table["expectations"]
    }


def test_the_table_of_errors_has_every_class_with_its_code_and_no_other() -> None:
    rows = [(int(code), name) for code, name in ERROR_ROW.findall(text_of(Path("docs/errors.md")))]
    named = {name: code for code, name in rows if name}
    assert named == codes()
    assert [code for code, name in rows if not name] == [DONE]
    assert [code for code, _name in rows] == sorted(code for code, _name in rows)


def test_every_error_has_a_section_with_its_code() -> None:
    sections = SECTION.findall(text_of(Path("docs/errors.md")))
    assert {name: int(code) for name, code in sections} == codes()


def test_the_errors_quote_the_keys_of_a_step() -> None:
    keys = f"Keys are: {', '.join(StepSpec.model_fields)}."
    assert f"unknown key `timeout`. {keys}" in text_of(Path("docs/errors.md"))


def test_every_status_and_every_event_of_a_run_is_explained() -> None:
    page = text_of(Path("docs/how-to/read-a-run-folder.md"))
    (statuses,) = re.findall(r"^`status` of a step is (.+)\.$", page, flags=re.MULTILINE)
    assert set(re.findall(r"`([^`]+)`", statuses)) == set(get_args(Status))
    assert [event for event in get_args(Event) if f"\n| `{event}` |" not in page] == []


@pytest.mark.parametrize(("page", "target"), commands())
def test_every_make_target_that_a_page_names_exists(page: str, target: str) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE)


def test_the_readme_names_the_two_commands() -> None:
    named = {target for page, target in commands() if page == "README.md"}
    assert {"run", "test"} <= named


@pytest.mark.parametrize(("page", "link"), links())
def test_every_relative_link_leads_somewhere(page: str, link: str) -> None:
    name, _hash, heading = unquote(link).partition("#")
    aim = ((ROOT / page).parent / name).resolve() if name else ROOT / page
    assert aim.exists()
    assert not heading or heading in anchors(aim)


def test_pages_link_to_each_other() -> None:
    assert len(links()) > 30


@pytest.mark.parametrize(
    ("page", "check"), [(str(page), c) for page in PAGES for c in CHECK.findall(text_of(page))]
)
def test_every_check_that_a_page_names_exists(page: str, check: str) -> None:
    assert check in checks()


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_has_one_title(page: Path) -> None:
    prose = FENCE.sub("", text_of(page))
    assert len(re.findall(r"^# ", prose, flags=re.MULTILINE)) == 1


def test_the_changelog_has_its_headings() -> None:
    text = text_of(Path("CHANGELOG.md"))
    versions = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    kinds = re.findall(r"^### (.+)$", text, flags=re.MULTILINE)
    assert text.startswith("# Changelog\n")
    assert versions[0] == "[Unreleased]"
    assert "Data and schema" in kinds
    assert set(kinds) <= CHANGE_KINDS


@pytest.mark.parametrize("page", ADRS, ids=lambda page: page.stem)
def test_a_decision_is_dated_and_has_its_four_parts(page: Path) -> None:
    text = text_of(page)
    assert re.match(rf"# {int(page.stem[:4])}\. .+\n\n\d{{4}}-\d\d-\d\d\n", text)
    sections = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    assert sections == ["Status", "Context", "Decision", "Consequences"]


def test_decisions_are_numbered_without_a_hole() -> None:
    assert [int(page.stem[:4]) for page in ADRS] == list(range(1, len(ADRS) + 1))
