"""Secrets are taken out of what others say, and nothing else is."""

import json
import logging
from pathlib import Path

import nbformat
import pytest
from pydantic import SecretStr

from pipelines.discretion import DiscreetFormatter, hide, hide_in_file, hide_in_notebook
from seqpt_lib.settings import Settings, settings
from tests.support.databases import forget_settings

PASSWORD = "pass%26word-4711"  # & written as an address has to
KEY = "sk-proj-0123456789"


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
