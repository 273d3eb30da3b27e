"""``seqpt compare`` shows other choices of archetypes side by side and writes nothing."""

from pathlib import Path

import pytest

from tests.support import rows, shown

pytestmark = pytest.mark.xdist_group("runner")

EXPLORE = shown.ROOT / "notebooks" / "explore" / "compare_archetypes.ipynb"
TWO = "Continuous support | Certification; Common basic understanding"


def test_shows_the_choices_side_by_side_and_writes_nothing(planned_database: str) -> None:
    before, counts = rows.row_versions(), rows.row_counts()
    done = shown.seqpt("compare", "demo", TWO, "--set", "hours_per_week=8")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Nothing is written." in done.stdout.splitlines()[0]
    assert "  2    Certification; Common basic understanding" in done.stdout
    assert "people with gaps" in done.stdout
    assert (rows.row_versions(), rows.row_counts()) == (before, counts)
    assert planned_database


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param(["demo", "Unheard of"], 12, "Train the trainer", id="no such archetype"),
        pytest.param(["demo", " "], 2, "no archetype is named", id="no alternative"),
        pytest.param(
            ["demo", "Certification", "--set", "speed=9"],
            2,
            "compare does not know the parameter speed",
            id="no such parameter",
        ),
        pytest.param(
            ["demo", "Certification", "--set", "hours_per_week=0"],
            2,
            "is not possible",
            id="no time",
        ),
        pytest.param(
            ["demo", "Certification", "--set", "target_rule=x"], 2, "is unknown", id="no such rule"
        ),
    ],
)
def test_refuses_in_one_line(
    demo_database: str, arguments: list[str], code: int, message: str
) -> None:
    found, out, complaint = shown.told("compare", *arguments)
    assert (found, out) == (code, "")
    [line] = complaint.splitlines()
    assert message in line
    assert demo_database


def test_an_organization_without_an_archetype_has_nothing_to_compare(demo_database: str) -> None:
    rows.run("UPDATE organization SET selected_archetype = NULL")
    rows.run("DELETE FROM seqpt.organization_archetype")
    code, _, complaint = shown.told("compare", "demo", "Certification")
    assert code == 12
    assert "has no archetype" in complaint
    assert demo_database


def test_the_free_notebook_runs(demo_database: str, tmp_path: Path) -> None:
    told = shown.papermill(EXPLORE, tmp_path / "out.ipynb", "-p", "org", "demo")
    assert "people with gaps" in told
    assert rows.scalar("SELECT count(*) FROM seqpt.gap_basis") == 0
    assert demo_database
