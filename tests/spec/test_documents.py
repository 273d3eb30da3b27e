"""The pages, the docstrings and the tests know of each other."""

import re
from pathlib import Path

import pytest

from tests.spec.examples import DOCS, examples, tables

ROOT = Path(__file__).parents[2]
PAGES = sorted(page.stem for page in DOCS.glob("*.md"))
CITATION = re.compile(r'(docs/[\w/-]+\.md)(?:, "([^"]+)")?')
SOURCE = re.compile(r"Source: (?:(?!\"\"\").)*", re.DOTALL)
USE = re.compile(r'examples\(\s*"([\w-]+)",\s*"([\w-]+)"')


def citations() -> list[tuple[str, str, str]]:
    found = set()
    for module in sorted((ROOT / "seqpt_lib").rglob("*.py")):
        for source in SOURCE.findall(module.read_text(encoding="utf-8")):
            for page, heading in CITATION.findall(" ".join(source.split())):
                found.add((str(module.relative_to(ROOT)), page, heading))
    return sorted(found)


def used_tables() -> set[tuple[str, str]]:
    modules = (ROOT / "tests").rglob("test_*.py")
    return {use for module in modules for use in USE.findall(module.read_text(encoding="utf-8"))}


@pytest.mark.parametrize(("module", "page", "heading"), citations())
def test_heading_that_a_docstring_cites_exists(module: str, page: str, heading: str) -> None:
    assert (ROOT / page).is_file()
    lines = (ROOT / page).read_text(encoding="utf-8").splitlines()
    assert not heading or any(re.fullmatch(f"#+ {re.escape(heading)}", line) for line in lines)


def test_docstrings_cite_their_rules() -> None:
    assert len(citations()) > 10


@pytest.mark.parametrize("page", PAGES)
def test_every_example_table_is_used_by_a_test(page: str) -> None:
    marks = [name for name, _rows in tables(page)]
    assert sorted(set(marks)) == sorted(marks), "two tables have the same name"
    assert not {(page, name) for name in marks} - used_tables()


@pytest.mark.parametrize("page", PAGES)
def test_every_mark_is_one_that_the_reader_understands(page: str) -> None:
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    outside_code = re.sub(r"`[^`\n]*`", "", text)
    assert outside_code.count("<!-- example") == len(tables(page))


def test_a_missing_table_is_named() -> None:
    with pytest.raises(LookupError, match=r"levels\.md has 0 tables marked nothing-like-it"):
        examples("levels", "nothing" + "-like-it")
