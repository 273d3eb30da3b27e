"""Reading and checking the CSV files of a survey. Every complaint names the file and its lines."""

import csv
from array import array
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd

from seqpt_lib.errors import DataError, UsageError, listed
from seqpt_lib.model.levels import LEVELS
from seqpt_lib.model.requirements import INVOLVEMENT_DOMAIN
from seqpt_lib.store.surveys import SURVEY_TYPE_LENGTH, SurveyRows

PEOPLE, ROLES, ANSWERS = "app_user.csv", "user_role_cluster.csv", "survey_results.csv"
PERSONAL = "unknown_role_process_matrix.csv"

REQUIRED_COLUMNS = {
    PEOPLE: ["id", "organization_id", "survey_type"],
    ROLES: ["user_id", "role_cluster_id"],
    ANSWERS: ["user_id", "organization_id", "competency_id", "score"],
    PERSONAL: ["user_id", "iso_process_id", "role_process_value"],
}
OPTIONAL_COLUMNS = {ANSWERS: ["submitted_at"]}
UNREAD_COLUMNS = {"organization_id"}
TEXT_COLUMNS = {"survey_type", "submitted_at"}
LONGEST_LEAD = timedelta(days=1)
"""How far a time may lie ahead of the clock: local times without a zone are read as UTC."""


def read_survey(folder: Path, known: dict[str, set[int]], now: datetime) -> SurveyRows:
    """Read a survey folder and check all of it.

    Args:
        folder: The folder: ``app_user.csv``, ``user_role_cluster.csv``, ``survey_results.csv``
            (a column ``submitted_at`` is optional) and, if there is one,
            ``unknown_role_process_matrix.csv``.
        known: Ids that exist in the database, by column: ``competency_id``, ``role_cluster_id``,
            ``iso_process_id``.
        now: The present moment in UTC, without a zone; later times are refused.

    Returns:
        The contents; the index of each frame is the line of the file on which a row begins.

    Raises:
        UsageError: If the folder or a file is missing, empty, not UTF-8, no CSV or lacks a column.
        DataError: If a row is wrong; names the file and the first five lines.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder", "FROM= names a folder with the survey's files.")
    files = {name: _read(folder / name) for name in (PEOPLE, ROLES, ANSWERS)}
    personal = folder / PERSONAL
    files[PERSONAL] = (
        _read(personal) if personal.exists() else pd.DataFrame(columns=REQUIRED_COLUMNS[PERSONAL])
    )
    _check(files, folder, known)
    _check_texts_and_times(files, folder, now)
    return SurveyRows(files[PEOPLE], files[ROLES], files[ANSWERS], files[PERSONAL])


def _read(file: Path) -> pd.DataFrame:
    if not file.is_file():
        raise UsageError(f"file {file} is missing", "Add it, or name another folder.")
    rows = _rows(file)
    _, header = next(rows, (0, []))
    if not header:
        raise UsageError(f"file {file} is empty", "Export the survey again.")
    frame = _columns(file, _places(file, header), len(header), rows)
    if frame.empty and file.name != ROLES:
        raise UsageError(f"file {file} has no rows", "Export the survey again.")
    return _moments(file, _numbers(file, frame))


def _rows(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that are not blank, each with the line of the file on which it begins."""
    begin = 1
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.reader(opened, strict=True)
            for row in reader:
                if any(map(str.strip, row)):
                    yield begin, row
                begin = reader.line_num + 1
    except UnicodeDecodeError as error:
        line = _first_line_not_utf8(file)
        raise UsageError(f"{file}, line {line} is not UTF-8", "Save it as CSV UTF-8.") from error
    except csv.Error as error:
        raise UsageError(
            f"{file} is not a CSV table: line {begin}: {error}",
            "Mend the line; mostly a quote in it is not closed.",
        ) from error


def _first_line_not_utf8(file: Path) -> int:
    # The position that the error gives counts from the last block that was read.
    lines = enumerate(file.read_bytes().splitlines(), start=1)
    return next(n for n, line in lines if line.decode(errors="ignore").encode() != line)


def _places(file: Path, header: list[str]) -> dict[str, int]:
    names = [name.strip() for name in header]
    required = REQUIRED_COLUMNS[file.name]
    missing = [column for column in required if column not in names]
    if missing:
        raise UsageError(
            f"{file} has no column {', '.join(missing)}",
            f"Its first line must name {', '.join(required)}.",
        )
    read = [c for c in (*required, *OPTIONAL_COLUMNS.get(file.name, [])) if c in names]
    repeated = [column for column in read if names.count(column) > 1]
    if repeated:
        raise UsageError(
            f"{file} names column {', '.join(repeated)} more than once",
            "Remove or rename all but one.",
        )
    return {column: names.index(column) for column in read if column not in UNREAD_COLUMNS}


def _columns(
    file: Path, places: dict[str, int], width: int, rows: Iterator[tuple[int, list[str]]]
) -> pd.DataFrame:
    # Columns, and each text once: a survey of 100,000 people has 1.6 million answers.
    texts: dict[str, str] = {}
    cells: dict[str, list[str]] = {column: [] for column in places}
    targets = [(cells[column], place) for column, place in places.items()]
    lines, odd_lines = array("q"), array("q")
    for line, row in rows:
        if len(row) != width:
            odd_lines.append(line)
            continue
        lines.append(line)
        for column, place in targets:
            column.append(texts.setdefault(row[place], row[place]))
    _refuse_lines(file, odd_lines, f"not {width} cells like the line of column names")
    return pd.DataFrame(cells, index=pd.Index(lines, dtype="int64"), dtype=str)


def _numbers(file: Path, frame: pd.DataFrame) -> pd.DataFrame:
    for column in frame.columns.difference(list(TEXT_COLUMNS), sort=False):
        numbers = pd.to_numeric(frame[column].str.strip(), errors="coerce")
        whole = numbers.notna() & numbers.mod(1).eq(0) & numbers.abs().lt(2**31)
        _refuse(file, ~whole, f"{column} is not a whole number")
        frame = frame.assign(**{column: numbers.astype("int64")})
    return frame


def _moments(file: Path, frame: pd.DataFrame) -> pd.DataFrame:
    for column in frame.columns.intersection(list(TEXT_COLUMNS)):
        frame = frame.assign(**{column: frame[column].where(frame[column].str.strip() != "")})
    if "submitted_at" in frame.columns:
        written = frame["submitted_at"].str.strip()
        moments = pd.to_datetime(written, format="ISO8601", errors="coerce", utc=True)
        _refuse(
            file,
            moments.isna() & written.notna(),
            "submitted_at is no date like 2026-03-02T09:14:00",
        )
        frame = frame.assign(submitted_at=moments.dt.tz_localize(None))
    return frame


def _check(files: dict[str, pd.DataFrame], folder: Path, known: dict[str, set[int]]) -> None:
    people, answers = files[PEOPLE], files[ANSWERS]
    _refuse(folder / PEOPLE, people["id"].duplicated(keep=False), "id stands more than once")
    for name in (ROLES, ANSWERS, PERSONAL):
        stranger = ~files[name]["user_id"].isin(people["id"])
        _refuse(folder / name, stranger, f"user_id has no row in {PEOPLE}")
        for column in known.keys() & set(files[name].columns):
            unknown = ~files[name][column].isin(known[column])
            _refuse(folder / name, unknown, f"{column} is unknown")
    off_scale = ~answers["score"].isin(LEVELS)
    _refuse(folder / ANSWERS, off_scale, "score is not one of 0, 1, 2, 4, 6")
    outside = ~files[PERSONAL]["role_process_value"].isin(INVOLVEMENT_DOMAIN)
    _refuse(folder / PERSONAL, outside, "role_process_value is not one of 0, 1, 2, 3")
    when = ["submitted_at"] if "submitted_at" in answers.columns else []
    twice = answers.duplicated(["user_id", "competency_id", *when], keep=False)
    _refuse(folder / ANSWERS, twice, "two answers of a person for a competency at the same time")
    for name, keys in {ROLES: "role_cluster_id", PERSONAL: "iso_process_id"}.items():
        repeated = files[name].duplicated(["user_id", keys], keep=False)
        _refuse(folder / name, repeated, f"user_id and {keys} stand more than once")


def _check_texts_and_times(files: dict[str, pd.DataFrame], folder: Path, now: datetime) -> None:
    too_long = files[PEOPLE]["survey_type"].str.len().gt(SURVEY_TYPE_LENGTH)
    _refuse(
        folder / PEOPLE, too_long, f"survey_type is longer than {SURVEY_TYPE_LENGTH} characters"
    )
    if "submitted_at" in files[ANSWERS].columns:
        early = files[ANSWERS]["submitted_at"].gt(now + LONGEST_LEAD)
        _refuse(folder / ANSWERS, early, "submitted_at lies more than a day in the future")


def _refuse(file: Path, broken: "pd.Series[bool]", what: str) -> None:
    _refuse_lines(file, broken.index[broken], what)


def _refuse_lines(file: Path, lines: "Sequence[int] | pd.Index[int]", what: str) -> None:
    if len(lines):
        raise DataError(
            f"{file}: {what} in {len(lines)} {'row' if len(lines) == 1 else 'rows'}: "
            f"line {listed([str(line) for line in lines])}",
            "Mend the file; nothing was imported.",
        )
