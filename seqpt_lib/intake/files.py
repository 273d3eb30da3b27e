"""Reading and checking the CSV files of a survey. Every complaint names the file and its lines."""

from pathlib import Path

import pandas as pd

from seqpt_lib.errors import DataError, UsageError, listed
from seqpt_lib.model.levels import LEVELS
from seqpt_lib.model.requirements import INVOLVEMENT_DOMAIN
from seqpt_lib.store.surveys import SurveyRows

PEOPLE, ROLES, ANSWERS = "app_user.csv", "user_role_cluster.csv", "survey_results.csv"
PERSONAL = "unknown_role_process_matrix.csv"

REQUIRED_COLUMNS = {
    PEOPLE: ["id", "organization_id", "survey_type"],
    ROLES: ["user_id", "role_cluster_id"],
    ANSWERS: ["user_id", "organization_id", "competency_id", "score"],
    PERSONAL: ["user_id", "iso_process_id", "role_process_value"],
}
TEXT_COLUMNS = {"survey_type", "submitted_at"}
FIRST_DATA_LINE = 2


def read_survey(folder: Path, known: dict[str, set[int]]) -> SurveyRows:
    """Read a survey folder and check all of it.

    Args:
        folder: The folder: ``app_user.csv``, ``user_role_cluster.csv``, ``survey_results.csv``
            (a column ``submitted_at`` is optional) and, if there is one,
            ``unknown_role_process_matrix.csv``.
        known: Ids that exist in the database, by column: ``competency_id``, ``role_cluster_id``,
            ``iso_process_id``.

    Returns:
        The contents.

    Raises:
        UsageError: If the folder or a file is missing, empty, not UTF-8 or lacks a column.
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
    return SurveyRows(files[PEOPLE], files[ROLES], files[ANSWERS], files[PERSONAL])


def _read(file: Path) -> pd.DataFrame:
    if not file.is_file():
        raise UsageError(f"file {file} is missing", "Add it, or name another folder.")
    try:
        frame = pd.read_csv(file, dtype=str, encoding="utf-8-sig", skip_blank_lines=False)
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise UsageError(f"{file}, line {line} is not UTF-8", "Save it as CSV UTF-8.") from error
    except pd.errors.EmptyDataError as error:
        raise UsageError(f"file {file} is empty", "Export the survey again.") from error
    except pd.errors.ParserError as error:
        raise UsageError(f"{file} is not a CSV table: {error}", "Mend the line.") from error
    frame.columns = frame.columns.str.strip()
    missing = [column for column in REQUIRED_COLUMNS[file.name] if column not in frame.columns]
    if missing:
        raise UsageError(
            f"{file} has no column {', '.join(missing)}",
            f"Its first line must name {', '.join(REQUIRED_COLUMNS[file.name])}.",
        )
    if frame.dropna(how="all").empty and file.name != ROLES:
        raise UsageError(f"file {file} has no rows", "Export the survey again.")
    return _numbers(file, frame.dropna(how="all"))


def _numbers(file: Path, frame: pd.DataFrame) -> pd.DataFrame:
    for column in frame.columns.intersection(REQUIRED_COLUMNS[file.name]):
        if column in TEXT_COLUMNS or (column == "organization_id"):
            continue
        numbers = pd.to_numeric(frame[column].str.strip(), errors="coerce")
        whole = numbers.notna() & numbers.mod(1).eq(0) & numbers.abs().lt(2**31)
        _refuse(file, ~whole, f"{column} is not a whole number")
        frame = frame.assign(**{column: numbers.astype("int64")})
    if "submitted_at" in frame.columns:
        moments = pd.to_datetime(frame["submitted_at"], format="ISO8601", errors="coerce", utc=True)
        _refuse(
            file,
            moments.isna() & frame["submitted_at"].notna(),
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


def _refuse(file: Path, broken: "pd.Series[bool]", what: str) -> None:
    if broken.any():
        lines = [str(position + FIRST_DATA_LINE) for position in broken.index[broken]]
        raise DataError(
            f"{file}: {what} in {len(lines)} {'row' if len(lines) == 1 else 'rows'}: "
            f"line {listed(lines)}",
            "Mend the file; nothing was imported.",
        )
