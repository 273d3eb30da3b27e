"""Keeps the database's password and the key of a model service out of what a run leaves behind.

No text of ours holds one. This is for what others say: a library's error, a cell that prints the
environment.
"""

import html
import json
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

from seqpt_lib.errors import UsageError
from seqpt_lib.settings import settings

HIDDEN = "***"
SHORTEST_APART = 8
"""Characters of a secret that is hidden wherever it stands. A shorter one, such as ``demo``, may be
a word of the text: it is hidden where it stands as a password."""

_PASSWORD = re.compile(r"://[^:/?#@\s]*:([^@]*)@")
_PASSWORD_OPTIONS = ("password", "sslpassword")
_TEXTS_OF_AN_OUTPUT = ("text", "data", "evalue", "traceback")


def hide(text: str) -> str:
    """Take the secrets of the settings out of a text.

    Args:
        text: Any text.

    Returns:
        The text with ``***`` in their place.
    """
    for secret in sorted(_secrets(), key=len, reverse=True):
        if len(secret) >= SHORTEST_APART:
            text = text.replace(secret, HIDDEN)
        else:
            told = re.escape(secret)
            text = re.sub(rf"(?<=:){told}(?=@)|(?<=password=){told}\b", HIDDEN, text)
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


class DiscreetFormatter(logging.Formatter):
    """Writes log records, their tracebacks too, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        return hide(super().format(record))


def _secrets() -> set[str]:
    try:
        given = settings()
    except UsageError:  # it cannot be read, so nothing was read from it
        return set()
    address = given.database_url or ""
    found = _PASSWORD.findall(address)
    options = parse_qsl(address.partition("?")[2])
    found += [value for name, value in options if name in _PASSWORD_OPTIONS]
    if given.openai_api_key is not None:
        found.append(given.openai_api_key.get_secret_value())
    plain = {form for secret in found for form in (secret, unquote(secret))}
    written = {form for secret in plain for form in (quote(secret, safe=""), html.escape(secret))}
    return {secret for secret in plain | written if secret}


def _rewrite(file: Path, change: Callable[[str], str]) -> None:
    if not file.exists():
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
