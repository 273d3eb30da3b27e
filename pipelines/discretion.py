"""Keeps passwords and the key of a model service out of what a run leaves behind.

No text of ours holds one. This is for what others say: a library's error, a cell that prints the
environment.
"""

import html
import json
import logging
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus, unquote

from seqpt_lib.errors import UsageError
from seqpt_lib.settings import settings

HIDDEN = "***"
SHORTEST_APART = 8
"""Characters of a secret that is hidden wherever it stands. A shorter one, such as ``demo``, may be
a word of the text: it is hidden where it stands as a password."""

_PASSWORD = re.compile(r"://[^:/?#@\s]*:([^@]*)@")
_PASSWORD_OPTIONS = ("password", "sslpassword")
_AS_BYTES = {"encoding": "utf-8", "errors": "surrogateescape"}
_TEXTS_OF_AN_OUTPUT = ("text", "data", "evalue", "traceback")


def hide(text: str) -> str:
    """Take the secrets of the settings out of a text.

    Args:
        text: Any text.

    Returns:
        The text with ``***`` in their place.
    """
    for form, is_apart in _all_forms(_secrets()):
        if is_apart:
            text = text.replace(form, HIDDEN)
        else:
            there = re.escape(form)
            text = re.sub(rf"(?<=:){there}(?=@)|(?<=password=){there}\b", HIDDEN, text)
    return text


def hide_in_file(file: Path) -> None:
    """Take the secrets out of a text file, if it is there.

    Args:
        file: The file; written only if it holds one.
    """
    _rewrite(file, hide)


def hide_in_notebook(file: Path) -> None:
    """Take the secrets out of the cells and outputs of a notebook, if it is there.

    Args:
        file: The notebook; written only if it holds one. Its structure stays.
    """
    _rewrite(file, _hide_in_notebook)


def hide_in_folder(folder: Path) -> None:
    """Take the secrets out of the notebooks and logs of a run that could not do it itself.

    Args:
        folder: Its run folder; nothing happens if it is not on this machine.
    """
    for notebook in folder.glob("*.ipynb"):
        hide_in_notebook(notebook)
    for written in folder.glob("*.log"):
        hide_in_file(written)


class DiscreetFormatter(logging.Formatter):
    """Writes log records, their tracebacks too, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        return hide(super().format(record))


def _secrets() -> frozenset[str]:
    """Give the secrets as the settings have them, and as they are meant where these differ."""
    try:
        given = settings()
    except UsageError:  # it cannot be read, so nothing was read from it
        return frozenset()
    address = given.database_url or ""
    found = _PASSWORD.findall(address) + _PASSWORD.findall(given.openai_base_url)
    options = parse_qsl(address.partition("?")[2])
    found += [value for name, value in options if name in _PASSWORD_OPTIONS]
    kept = (given.openai_api_key, given.pgpassword)
    found += [secret.get_secret_value() for secret in kept if secret is not None]
    return frozenset(form for secret in found for form in (secret, unquote(secret)) if form)


@lru_cache(maxsize=64)
def _all_forms(secrets: frozenset[str]) -> list[tuple[str, bool]]:
    """List all forms of all secrets, the longest first, and whether each is hidden anywhere."""
    apart = {form for each in secrets if len(each) >= SHORTEST_APART for form in _forms(each)}
    every = {form for each in secrets for form in _forms(each)}
    return [(form, form in apart) for form in sorted(every, key=len, reverse=True)]


def _forms(secret: str) -> frozenset[str]:
    """Give a secret as it is and as addresses, Python, JSON and HTML write it."""
    escaped = {
        secret,
        _quoted(repr(secret)),
        _quoted(repr(secret)).replace("'", "\\'"),  # within a text that holds both quotation marks
        _quoted(ascii(secret)),
        repr(secret.encode(**_AS_BYTES))[2:-1],
    }
    in_addresses = {quote(secret, safe, **_AS_BYTES) for safe in ("", "/", " +")}
    in_addresses.add(quote_plus(secret, **_AS_BYTES))  # SQLAlchemy keeps blank and plus: the third
    in_json = {
        _quoted(json.dumps(form, ensure_ascii=is_plain))
        for form in escaped
        for is_plain in (True, False)
    }
    return frozenset(escaped | in_addresses | in_json | {html.escape(form) for form in escaped})


def _quoted(literal: str) -> str:
    return literal[1:-1]


def _rewrite(file: Path, change: Callable[[str], str]) -> None:
    if not file.exists() or not _secrets():
        return
    before = file.read_text(encoding="utf-8", errors="surrogateescape")
    after = change(before)
    if after != before:
        draft = file.with_suffix(".part")
        draft.write_text(after, encoding="utf-8", errors="surrogateescape")
        draft.replace(file)


def _hide_in_notebook(text: str) -> str:
    try:
        notebook = json.loads(text)
    except ValueError:  # half of one, from a run that was killed
        return hide(text)
    before = json.dumps(notebook)
    for cell in notebook["cells"]:
        cell["source"] = _hidden(cell["source"])
        for output in cell.get("outputs", []):
            output |= {
                name: _hidden(output[name]) for name in _TEXTS_OF_AN_OUTPUT if name in output
            }
    metadata = notebook["metadata"]
    metadata["papermill"] = _hidden(metadata.get("papermill", {}))
    if json.dumps(notebook) == before:
        return text
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _hidden(content: Any) -> Any:
    if isinstance(content, str):
        return hide(content)
    if isinstance(content, list):
        return [_hidden(part) for part in content]
    if isinstance(content, dict):
        return {name: _hidden(part) for name, part in content.items()}
    return content
