"""Views become files: typed cells, the customs of a language, the same bytes each time."""

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqpt_lib import reference
from seqpt_lib.errors import UsageError
from seqpt_lib.gaps import TrainingMethod
from seqpt_lib.model.levels import LEVEL_WORDS
from seqpt_lib.quality.suites import load_suite
from seqpt_lib.reports import View, Views, words, workbook
from seqpt_lib.reports.csv_files import csv_text, write_csv_files
from seqpt_lib.reports.html.words_de import GERMAN
from seqpt_lib.reports.sheets import make_view
from seqpt_lib.reports.tables import checks_in
from seqpt_lib.reports.workbook import workbook_bytes, write_workbook
from seqpt_lib.settings import PROJECT_ROOT

BEGAN = datetime(2026, 11, 26, 17, 18, 21, tzinfo=UTC)
COLUMNS = ["competency", "level", "at_target_share", "priority", "people_count"]
ROWS = [["Systems", 2, 0.52, 4.25, 12], ["=1+1", 4, "hidden", None, "hidden"]]
ABOUT = [["began", pd.Timestamp("2026-11-26 17:18:21")], ["people", 41], ["name", "Demo"]]


def view(rows: list[list[Any]] = ROWS, language: words.Language = "en") -> View:
    return make_view("needs", pd.DataFrame(rows, columns=COLUMNS, dtype=object), COLUMNS, language)


def about(language: words.Language = "en") -> View:
    frame = pd.DataFrame(ABOUT, columns=["item", "value"], dtype=object)
    return make_view("about", frame, ["item", "value"], language)


def views(*sheets: View, language: words.Language = "en") -> Views:
    made = sheets or (view(language=language), about(language))
    return Views(language, BEGAN, made, results=None)  # type: ignore[arg-type]


def opened(made: Views) -> Any:
    return openpyxl.load_workbook(BytesIO(workbook_bytes(made)))


def test_numbers_are_numbers_and_hidden_ones_the_word() -> None:
    sheet = opened(views())["Needs"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        ["Systems", 2, 0.52, 4.25, 12],
        ["'=1+1", 4, "hidden", None, "hidden"],
    ]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n", "n", "n"]
    assert [cell.number_format for cell in sheet[2]][1:] == ["0", "0.0%", "0.00", "0"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_a_hidden_number_looks_like_a_text_and_the_next_one_like_a_number() -> None:
    sheet = opened(views(view([[*ROWS[0]], [*ROWS[1]], [*ROWS[0]]])))["Needs"]
    assert [row[4].number_format for row in sheet.iter_rows(min_row=2)] == ["0", "General", "0"]
    assert [row[2].number_format for row in sheet.iter_rows(min_row=2)] == [
        "0.0%",
        "General",
        "0.0%",
    ]


@pytest.mark.parametrize(
    ("language", "format_"), [("en", "yyyy-mm-dd hh:mm:ss"), ("de", "dd.mm.yyyy hh:mm:ss")]
)
def test_a_moment_is_a_date_in_the_customs_of_the_language(
    language: words.Language, format_: str
) -> None:
    cell = opened(views(language=language)).worksheets[1]["B2"]
    assert (cell.value, cell.number_format) == (BEGAN.replace(tzinfo=None), format_)


def test_headings_stay_in_sight_and_filter() -> None:
    sheet = opened(views())["Needs"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:E3")
    assert sheet["A1"].value == "Competency"
    assert all(8 <= column.width <= 60 for column in sheet.column_dimensions.values())


def test_titles_and_headings_are_german_in_german() -> None:
    book = opened(views(language="de"))
    assert book.sheetnames == ["Bedarf", "Über diese Datei"]
    assert book["Bedarf"]["A1"].value == "Kompetenz"


def test_the_same_views_give_the_same_bytes_whenever(monkeypatch: pytest.MonkeyPatch) -> None:
    first = workbook_bytes(views())
    monkeypatch.setattr("time.localtime", lambda *_: (2030, 1, 2, 3, 4, 5, 0, 1, 0))
    assert workbook_bytes(views()) == first
    with ZipFile(BytesIO(first)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = openpyxl.load_workbook(BytesIO(first)).properties
    assert properties.created == properties.modified == BEGAN.replace(tzinfo=None)


def test_pandas_reads_the_workbook(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "new" / "report.xlsx", views())
    frame = pd.read_excel(path, sheet_name="Needs", na_values=["hidden"])
    assert frame["People in need"].tolist()[0] == 12
    assert frame["Share at target"].isna().tolist() == [False, True]
    assert [file.name for file in path.parent.iterdir()] == ["report.xlsx"]


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 4)
    assert workbook_bytes(views())
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    with pytest.raises(UsageError, match="Export as CSV"):
        workbook_bytes(views())


@given(st.text(max_size=50))
def test_any_name_comes_back_as_a_text(name: str) -> None:
    made = views(view([[name, 1, 0.5, 1.0, 5]]))
    cell = opened(made)["Needs"]["A2"]
    assert cell.data_type in {"s", "inlineStr", "n"}  # n: nothing
    assert not str(cell.value or "").lstrip().startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("<script>alert(1)</script> & <b>Co</b>", id="HTML"),
        pytest.param("\u202b\u0645\u0647\u0646\u062f\u0633\u202c", id="right to left"),
        pytest.param("Ä" * 5000, id="very long"),
    ],
)
def test_a_strange_name_stays_a_text(name: str) -> None:
    made = views(view([[name, 1, 0.5, 1.0, 5]]))
    assert opened(made)["Needs"]["A2"].value == name
    [_, row] = csv.reader(StringIO(csv_text(made.sheets[0], "en")))
    assert row[0] == name


def test_what_a_workbook_takes_for_a_character_stays_a_text() -> None:
    [sheet] = opened(views(view([["_x003D_1+1", 1, 0.5, 1.0, 5]])))
    assert sheet["A2"].value == "_x005F_x003D_1+1"  # which a spreadsheet shows as it was typed


def test_english_csv_has_commas_and_a_decimal_point() -> None:
    text = csv_text(view(), "en")
    assert text.splitlines()[1:] == ["Systems,2,0.52,4.25,12", "'=1+1,4,hidden,,hidden"]
    assert "began,2026-11-26 17:18:21" in csv_text(about(), "en")


def test_german_csv_has_semicolons_and_a_decimal_comma() -> None:
    text = csv_text(view(language="de"), "de")
    assert text.splitlines()[1] == "Systems;2;0,52;4,25;12"
    assert "began;26.11.2026 17:18:21" in csv_text(about("de"), "de")


def test_csv_files_begin_with_the_mark_of_utf8(tmp_path: Path) -> None:
    files = write_csv_files(tmp_path, views())
    assert [file.name for file in files] == ["needs.csv", "about.csv"]
    assert all(file.read_bytes().startswith(b"\xef\xbb\xbf") for file in files)
    assert pd.read_csv(files[0])["Competency"].tolist() == ["Systems", "'=1+1"]


@given(st.text(max_size=50))
def test_no_cell_of_a_csv_begins_as_a_formula(name: str) -> None:
    [_, row] = csv.reader(StringIO(csv_text(view([[name, 1, 0.5, 1.0, 5]]), "en")))
    assert not row[0].lstrip().startswith(("=", "+", "-", "@"))


def test_every_word_is_there_in_both_languages() -> None:
    for table in (words.SHEETS, words.COLUMNS, words.VALUES, words.SENTENCES):
        assert all(len(pair) == 2 and all(pair) for pair in table.values())
    for titles in zip(*words.SHEETS.values(), strict=True):
        assert len(set(titles)) == len(titles)
        assert max(map(len, titles)) <= 31  # of a sheet


def german(table: dict[str, tuple[str, str]], name: str) -> str:
    return table[name][1]


def test_sheets_and_page_have_the_same_german_words() -> None:
    for level, name in LEVEL_WORDS.items():
        assert german(words.VALUES, name) == GERMAN[f"level_{name}"]
        assert german(words.COLUMNS, f"{name}_count") == f"Auf {level} {GERMAN[f'level_{name}']}"
    for method in TrainingMethod:
        assert german(words.VALUES, method) == GERMAN[f"method_{method.name.lower()}"]
    assert f"{german(words.COLUMNS, 'training_method')}:" == GERMAN["train_by"]
    assert german(words.VALUES, "hidden") == GERMAN["hidden"]
    for name in ("competency", "role"):
        assert german(words.COLUMNS, name) == GERMAN[name]
    assert german(words.COLUMNS, "format_name") == GERMAN["format"]


@pytest.mark.parametrize("table", ["archetype", "learning_format"])
def test_what_the_reference_names_has_a_german_name(table: str) -> None:
    column = {"archetype": "archetype_name", "learning_format": "format_name"}[table]
    names = pd.read_csv(PROJECT_ROOT / "data" / "reference" / f"{table}.csv")[column]
    assert [words.VALUES[name][0] for name in names] == names.tolist()


def test_modules_and_plans_name_their_formats_in_the_language() -> None:
    cells = pd.DataFrame({"format_name": ["Self-Learning", "Of our own", None]})
    made = make_view("modules", cells, ["format_name"], "de")
    assert made.headings == ["Lernformat"]
    assert made.frame["format_name"].tolist()[:2] == ["Selbstlernen", "Of our own"]
    assert made.frame["format_name"].isna().tolist() == [False, False, True]


def test_every_check_has_a_rule_and_a_remedy_in_german() -> None:
    suites = (PROJECT_ROOT / "expectations").glob("*.yaml")
    checks = {
        check.meta.id
        for suite in suites
        for table in load_suite(suite.stem).tables
        for check in table.expectations
    }
    texts = reference.german_checks()
    assert {*texts} == checks
    assert all(text["rule"] and text["fix"].endswith(".") for text in texts.values())


def test_checks_are_told_in_the_language_and_ones_own_as_they_are() -> None:
    own = {"rule": "a rule of our own", "fix": "Mend it."}
    checks = pd.DataFrame([{"check_id": "score_set", **own}, {"check_id": "ours", **own}])
    assert checks_in(checks, "en") is checks
    assert checks_in(checks, "de")[["rule", "fix"]].to_numpy().tolist() == [
        [
            "Die Punktzahl ist nicht leer",
            "Diese Personen noch einmal fragen oder die Antworten löschen.",
        ],
        ["a rule of our own", "Mend it."],
    ]
