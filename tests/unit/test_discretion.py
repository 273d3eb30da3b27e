"""Secrets are taken out of what others say, and nothing else is."""

import html
import json
import logging
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, quote_plus

import nbformat
import pytest
from pydantic import SecretStr
from sqlalchemy import make_url

from pipelines.discretion import (
    DiscreetFormatter,
    hide,
    hide_in_file,
    hide_in_folder,
    hide_in_notebook,
)
from seqpt_lib.settings import Settings, settings
from tests.support.databases import forget_settings

PASSWORD = "pass%26word-4711"  # & written as an address has to
KEY = "sk-proj-0123456789"
SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "shown by Python": repr,
    "shown by Python among quotation marks": lambda secret: repr(f"{secret} 'a' \"b\""),
    "shown in ASCII": ascii,
    "shown as bytes": lambda secret: repr(secret.encode()),
    "as a missing key": lambda secret: str(KeyError(secret)),
    "in JSON": json.dumps,
    "in JSON with its letters": lambda secret: json.dumps(secret, ensure_ascii=False),
    "shown by Python, in JSON": lambda secret: json.dumps(repr(secret)),
    "in HTML": html.escape,
    "shown by Python, in HTML": lambda secret: html.escape(repr(secret)),
    "in an address": quote,
    "in an address, nothing left": lambda secret: quote(secret, safe=""),
    "in a query": quote_plus,
    "in SQLAlchemy's address": lambda secret: make_url(address_with(secret)).render_as_string(
        hide_password=False
    ),
}


@pytest.fixture(autouse=True)
def with_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "database_url", f"postgresql://me:{PASSWORD}@h:5432/db")
    monkeypatch.setattr(settings(), "openai_api_key", SecretStr(KEY))


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(f"postgresql://me:{PASSWORD}@h/db", id="in the address"),
        pytest.param("connect(password='pass&word-4711')", id="as it is"),
        pytest.param("<td>pass&amp;word-4711</td>", id="in a table"),
        pytest.param(f"Bearer {KEY}", id="the key"),
    ],
)
def test_a_secret_is_hidden_wherever_it_stands(said: str) -> None:
    hidden = hide(said)

    assert "***" in hidden
    assert "4711" not in hidden
    assert KEY not in hidden


@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize(
    "secret", [r"back\slash-4711", "pässwörd-4711", "two words/+&4711", 'it\'s "4711"\n<so>']
)
def test_a_secret_is_hidden_however_it_is_spelled(
    monkeypatch: pytest.MonkeyPatch, secret: str, spell: Callable[[str], str]
) -> None:
    monkeypatch.setattr(settings(), "database_url", address_with(secret))

    hidden = hide(f"said {spell(secret)} so")

    assert "***" in hidden
    assert "4711" not in hidden


def address_with(password: str) -> str:
    return f"postgresql://me:{quote(password, safe='')}@h/db"


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        pytest.param("PGPASSWORD", "pass-word-2", id="of the client library"),
        pytest.param(
            "OPENAI_BASE_URL", "http://me:pass-word-2@h/v1", id="in the service's address"
        ),
    ],
)
def test_a_password_is_known_from_other_variables_too(
    monkeypatch: pytest.MonkeyPatch, name: str, secret: str
) -> None:
    monkeypatch.setenv(name, secret)
    forget_settings()

    assert hide("no pass-word-2 here") == "no *** here"

    forget_settings()


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        pytest.param("postgresql://demo:demo@h/demo", "postgresql://demo:***@h/demo", id="address"),
        pytest.param("dbname=demo password=demo", "dbname=demo password=***", id="as an option"),
        pytest.param("run of demo at demo@h", "run of demo at demo@h", id="a word of the text"),
    ],
)
def test_a_short_password_is_hidden_as_a_password_only(
    monkeypatch: pytest.MonkeyPatch, said: str, hidden: str
) -> None:
    monkeypatch.setattr(settings(), "database_url", "postgresql://demo:demo@h/demo")

    assert hide(said) == hidden


def test_a_password_among_the_options_of_the_address_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings(), "database_url", "postgresql://h/db?password=pass-word-1&a=b")

    assert hide("no pass-word-1 here") == "no *** here"


def test_without_secrets_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "database_url", "postgresql://me@h/db")
    monkeypatch.setattr(settings(), "openai_api_key", None)

    assert hide(f"{KEY} stays") == f"{KEY} stays"


def test_settings_that_cannot_be_read_hide_nothing_and_break_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SEQPT_MAX_TOKENS", "many")
    forget_settings()

    assert hide("said") == "said"

    forget_settings()


def executed() -> nbformat.NotebookNode:
    outputs = [
        nbformat.v4.new_output("stream", name="stdout", text=f"key {KEY}\n"),
        nbformat.v4.new_output("display_data", data={"text/html": f"<b>{KEY}</b>"}),
        nbformat.v4.new_output("error", ename="E", evalue=KEY, traceback=[f"E: {KEY}"]),
    ]
    cell = nbformat.v4.new_code_cell(f"key = {KEY!r}", outputs=outputs)
    return nbformat.v4.new_notebook(
        cells=[cell, nbformat.v4.new_markdown_cell("text")],
        metadata={"papermill": {"exception": KEY}, "language_info": {"name": "python"}},
    )


def test_a_notebook_keeps_its_structure_and_loses_its_secrets(tmp_path: Path) -> None:
    file = tmp_path / "a.ipynb"
    nbformat.write(executed(), file)

    hide_in_notebook(file)

    text = file.read_text()
    assert KEY not in text
    assert text.count("***") == 6
    nbformat.validate(nbformat.read(file, as_version=4))
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("word", ["markdown", "metadata", "execute_result", "cell_type"])
def test_a_password_that_is_a_word_of_the_format_breaks_no_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    monkeypatch.setattr(settings(), "database_url", f"postgresql://me:{word}@h/db")
    file = tmp_path / "a.ipynb"
    nbformat.write(executed(), file)

    hide_in_notebook(file)

    nbformat.validate(nbformat.read(file, as_version=4))


@pytest.mark.parametrize("name", ["a.ipynb", "b.log"])
def test_a_file_without_a_secret_is_left_as_it_is(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text(json.dumps({"cells": [], "metadata": {"papermill": {}}}))
    before = file.stat().st_mtime_ns

    hide_in_notebook(file)
    hide_in_file(file)
    hide_in_file(tmp_path / "missing")

    assert file.stat().st_mtime_ns == before


def test_half_a_notebook_loses_its_secrets_too(tmp_path: Path) -> None:
    file = tmp_path / "a.ipynb"
    file.write_text('{"cells": [' + KEY)

    hide_in_notebook(file)

    assert file.read_text() == '{"cells": [***'


def test_a_folder_of_a_killed_run_loses_its_secrets(tmp_path: Path) -> None:
    for name in ("01.ipynb", "02.part.ipynb"):
        nbformat.write(executed(), tmp_path / name)
    (tmp_path / "kernel.log").write_text(f"said {KEY}")

    hide_in_folder(tmp_path)
    hide_in_folder(tmp_path / "on another machine")

    assert not [file.name for file in tmp_path.iterdir() if KEY in file.read_text()]


def test_a_log_shows_no_secret_in_message_and_traceback() -> None:
    with pytest.raises(ValueError, match=KEY) as raised:
        int(KEY)
    error = (raised.type, raised.value, raised.tb)
    record = logging.LogRecord("a", logging.INFO, "f", 1, f"said {KEY}", None, error)

    written = DiscreetFormatter("%(message)s").format(record)

    assert written.startswith("said ***\nTraceback")
    assert KEY not in written


def test_settings_shown_in_a_cell_show_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://me:{PASSWORD}@h/db")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)

    shown = repr(Settings())

    assert PASSWORD not in shown
    assert KEY not in shown
