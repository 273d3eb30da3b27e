"""Writing views as CSV files that a spreadsheet opens, in the customs of the language."""

import csv
from io import StringIO
from pathlib import Path

import pandas as pd

from seqpt_lib.reports.cells import Cell, plain, safe_text
from seqpt_lib.reports.sheets import View, Views
from seqpt_lib.reports.words import Language
from seqpt_lib.runs import write_file

SEPARATORS: dict[Language, str] = {"en": ",", "de": ";"}
"""German spreadsheets take a comma for the decimal sign, and so a semicolon between cells."""

DATES: dict[Language, str] = {"en": "%Y-%m-%d %H:%M:%S", "de": "%d.%m.%Y %H:%M:%S"}


def write_csv_files(folder: Path, views: Views) -> list[Path]:
    """Write one CSV file per view, named by the view: ``summary.csv``, ``competencies.csv``, ...

    Args:
        folder: Where to; files that are there are replaced.
        views: As ``make_views`` returns.

    Returns:
        The files.

    Source: docs/how-to/export.md, "CSV".
    """
    return [
        write_file(folder / f"{view.name}.csv", csv_text(view, views.language).encode("utf-8-sig"))
        for view in views.sheets
    ]


def csv_text(view: View, language: Language) -> str:
    """Write a view as CSV.

    Args:
        view: The view.
        language: ``en`` (comma, decimal point) or ``de`` (semicolon, decimal comma).

    Returns:
        The headings and a line per row, each ended by CR LF; texts are never formulas.
    """
    text = StringIO()
    writer = csv.writer(text, delimiter=SEPARATORS[language])
    writer.writerow(map(safe_text, view.headings))
    for row in view.frame.itertuples(index=False, name=None):
        writer.writerow([_written(plain(value), language) for value in row])
    return text.getvalue()


def _written(value: Cell, language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, pd.Timestamp):
        return value.strftime(DATES[language])
    return str(value).replace(".", ",") if language == "de" else str(value)
