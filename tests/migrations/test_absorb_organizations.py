"""``organizations`` becomes ``organization``: what is matched, carried over, or refused."""

import pytest

from tests.support import rows
from tests.support.duplicates import (
    DERIKS,
    ORGANIZATIONS,
    absorbed,
    add,
    add_organization,
    everything,
    key_map,
    organization,
    reasons,
    uuid,
)

KEY_COLUMN = "organization_public_key"


@pytest.fixture(autouse=True)
def old_table(database: str) -> None:
    rows.run_script(DERIKS + ORGANIZATIONS)


@pytest.mark.parametrize(
    ("name", "code", "target", "differing"),
    [
        pytest.param("  FIRST ", "other", 1, [KEY_COLUMN], id="by folded name, whatever the code"),
        pytest.param("first", None, 1, [], id="by folded name, without a code"),
        pytest.param("Renamed", "third", 3, ["organization_name"], id="by code, whatever the name"),
        pytest.param("Third", "third", 3, [], id="by both"),
        pytest.param(
            "x" * 300,
            "third",
            3,
            ["organization_name"],
            id="by code, a long name",
        ),
    ],
)
def test_a_row_is_matched(name: str, code: str | None, target: int, differing: list[str]) -> None:
    add_organization(1, name, code)

    report = absorbed()

    assert key_map() == {uuid(1): ("organization", target, False)}
    assert rows.scalar("SELECT count(*) FROM organization") == 2
    assert report.tables.to_dict("records") == [
        {
            "table_name": "organizations",
            "row_count": 1,
            "matched_count": 1,
            "inserted_count": 0,
            "without_counterpart_count": 0,
            "unaccounted_count": 0,
            "contradiction_count": len(differing),
            "renamed_to": "absorbed_organizations",
            "is_left_to_owner": False,
        }
    ]
    assert report.contradictions["column_names"].tolist() == differing


def test_a_row_without_a_match_is_inserted_and_its_code_becomes_the_key() -> None:
    add_organization(
        1,
        "  New ",
        " new-code ",
        size="small",
        maturity_score="12.5",
        selected_archetype="Certification",
        phase1_completed="true",
    )

    report = absorbed()

    [(table, target, is_inserted)] = key_map().values()
    assert (table, is_inserted) == ("organization", True)
    assert target > 3  # the sequence stood at the beginning
    assert organization(target) == ("New", "new-code", "small", 12.5, "Certification", True)
    assert report.tables["inserted_count"].tolist() == [1]


@pytest.mark.parametrize(
    ("his", "old", "kept"),
    [
        pytest.param(
            "size = NULL", {"size": "small"}, ("small", None, None, False), id="NULL is filled"
        ),
        pytest.param(
            "size = 'large', maturity_score = 80, selected_archetype = 'Certification'",
            {"size": "small", "maturity_score": "1e1", "selected_archetype": "Other"},
            ("large", 80.0, "Certification", False),
            id="Derik's value wins",
        ),
        pytest.param(
            "phase1_completed = true",
            {"phase1_completed": "false"},
            (None, None, None, True),
            id="the flag is kept",
        ),
        pytest.param(
            "phase1_completed = false",
            {"phase1_completed": "T"},
            (None, None, None, True),
            id="the flag is set",
        ),
        pytest.param(
            "phase1_completed = false",
            {"maturity_score": " ", "size": ""},
            (None, None, None, False),
            id="empty texts are no values",
        ),
    ],
)
def test_values_are_carried_over(his: str, old: dict[str, str], kept: tuple[object, ...]) -> None:
    rows.run(f"UPDATE organization SET {his} WHERE id = 1")
    add_organization(1, "First", None, **old)

    absorbed()

    assert organization(1)[2:] == kept


@pytest.mark.parametrize(
    ("his", "old", "differing"),
    [
        pytest.param(
            "size = 'large', maturity_score = 80, selected_archetype = 'Certification'",
            {"size": "small", "maturity_score": "1e1", "selected_archetype": "Other"},
            "size, maturity_score, selected_archetype",
            id="other values",
        ),
        pytest.param(
            "size = 'Large', maturity_score = 80, selected_archetype = 'Certification'",
            {"size": "large", "maturity_score": "8e1", "selected_archetype": " certification "},
            "",
            id="the same, written in another way",
        ),
        pytest.param("size = NULL", {"size": "small"}, "", id="carried over"),
        pytest.param("size = 'large'", {"size": " "}, "", id="no old value"),
        pytest.param("phase1_completed = true", {"phase1_completed": "false"}, "", id="phase 1"),
        pytest.param("size = NULL", {"organization_code": "other"}, KEY_COLUMN, id="the code"),
    ],
)
def test_an_old_value_that_differs_from_ours_is_told(
    his: str, old: dict[str, str], differing: str
) -> None:
    rows.run(f"UPDATE organization SET {his} WHERE id = 1")
    add("organizations", **{"id": uuid(1), "name": "First"} | old)

    report = absorbed()

    found = [("organizations", uuid(1), "organization", 1, differing)] if differing else []
    assert list(report.contradictions.itertuples(index=False, name=None)) == found
    absorbed_so = "organizations absorbed (1 matched), now absorbed_organizations"
    told = f", 1 with other values than ours, which stay: organization 1 ({differing})"
    assert report.summary == absorbed_so + (told if differing else "")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        pytest.param(
            [("First", "third", {})],
            {1: "its name or code match organizations 1, 3"},
            id="name and code match two",
        ),
        pytest.param(
            [("First", "a", {}), ("Other", "first", {})],
            dict.fromkeys([1, 2], "another row of the table matches organization 1 too"),
            id="two rows match one",
        ),
        pytest.param(
            [("New", "a", {}), (" new", "b", {})],
            dict.fromkeys([1, 2], "another row of the table has the same name"),
            id="two rows would become one by name",
        ),
        pytest.param(
            [("New", "a", {}), ("Newer", "a ", {})],
            dict.fromkeys([1, 2], "another row of the table has the same code"),
            id="two rows would become one by code",
        ),
        pytest.param(
            [("New", None, {}), ("Newer", "  ", {})],
            dict.fromkeys([1, 2], "it has no code to become the public key"),
            id="no code",
        ),
        pytest.param([("  ", "third", {})], {1: "its name is empty"}, id="empty name"),
        pytest.param([(None, "a", {})], {1: "its name is empty"}, id="no name"),
        pytest.param(
            [("n" * 256, "a", {})], {1: "its name is longer than 255 characters"}, id="long name"
        ),
        pytest.param(
            [("New", "a" * 51, {})], {1: "its code is longer than 50 characters"}, id="long code"
        ),
        pytest.param(
            [("First", "a", {"size": "s" * 21})],
            {1: "its size is longer than 20 characters"},
            id="long size",
        ),
        pytest.param(
            [("First", "a", {"selected_archetype": "s" * 101})],
            {1: "its archetype is longer than 100 characters"},
            id="long archetype",
        ),
        *(
            pytest.param(
                [("First", "a", {"maturity_score": score})],
                {1: "its maturity_score is no number"},
                id=f"maturity {score[:7]}",
            )
            for score in ("Defined", "NaN", "1e999", "1,5", "9" * 400)
        ),
        pytest.param(
            [("First", "a", {"phase1_completed": "maybe"})],
            {1: "its phase1_completed is neither true nor false"},
            id="a flag that is none",
        ),
    ],
)
def test_a_row_that_cannot_become_exactly_one_is_told(
    given: list[tuple[str | None, str | None, dict[str, str]]], reason: dict[int, str]
) -> None:
    for number, (name, code, values) in enumerate(given, start=1):
        add_organization(number, name, code, **values)
    add_organization(9, "Fine", "fine")
    before = everything()

    report = absorbed()

    expected = [("organizations", uuid(number), why) for number, why in reason.items()]
    assert reasons(report) == expected
    assert everything() == before
    assert report.tables[["row_count", "unaccounted_count", "renamed_to"]].values.tolist() == [
        [len(given) + 1, len(reason), ""]
    ]


def test_a_name_that_two_of_his_organizations_fold_to_is_told() -> None:
    rows.run(
        "INSERT INTO organization (id, organization_name, organization_public_key) "
        "VALUES (4, 'FIRST', 'x')"
    )
    add_organization(1, "first", "new")

    assert reasons(absorbed()) == [
        ("organizations", uuid(1), "its name or code match organizations 1, 4")
    ]
