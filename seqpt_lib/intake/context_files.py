"""Reading a folder of company context: ``context.yaml`` and the documents beside it."""

import hashlib
import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from unicodedata import normalize

from seqpt_lib.errors import MAX_LISTED, DataError, UsageError
from seqpt_lib.intake import context_yaml
from seqpt_lib.intake.context_kinds import KINDS, decoded, text_of
from seqpt_lib.model.chunks import chunks_of
from seqpt_lib.model.knowledge import CompanyContext, Document
from seqpt_lib.model.names import fold_name
from seqpt_lib.model.texts import clean

CONTEXT = "context.yaml"
MOST_BYTES = 10_000_000
MOST_DOCUMENTS = 200
MOST_CHARACTERS = 2_000_000
NAME_LENGTH = 255
NOTHING_STORED = "Nothing was stored."


@dataclass(frozen=True)
class ContextFolder:
    """What a folder holds, ready to be stored."""

    context: CompanyContext
    context_hash: str
    documents: tuple[Document, ...]
    notes: tuple[str, ...]
    """What was passed over, each a few words for a person."""


def read_folder(folder: Path) -> ContextFolder:
    """Read a folder of company context, its sub-folders too, and check all of it.

    Args:
        folder: The folder, with ``context.yaml`` and documents (md, txt, pdf, docx).

    Returns:
        Its contents, cleaned and cut; a chunk or document that is there twice is kept once.

    Raises:
        UsageError: If there is no such folder.
        DataError: If a file cannot be taken; names the first five of them, and what to do.

    Source: docs/how-to/give-company-context.md.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder", "FROM= names a folder with a context.yaml.")
    if not (folder / CONTEXT).exists():
        raise DataError(f"{folder} has no {CONTEXT}", _fix("Add one; industry alone is enough."))
    problems: list[str] = []
    context = CompanyContext()
    with _noting(problems, CONTEXT):
        context = context_yaml.parse_context(decoded(_bytes(folder, folder / CONTEXT)))
    texts, hidden = _texts(folder, problems)
    if problems:
        raise _refusal(folder, problems)
    documents, notes = _documents(texts)
    if hidden:
        notes.append(f"hidden files not read: {_some(hidden, ', ')}")
    return ContextFolder(context, _hash(asdict(context)), tuple(documents), tuple(notes))


def _texts(folder: Path, problems: list[str]) -> tuple[dict[str, tuple[str, int]], list[str]]:
    texts: dict[str, tuple[str, int]] = {}
    hidden: list[str] = []
    for file in _files(folder, problems):
        name = normalize("NFC", file.relative_to(folder).as_posix())
        if any(part.startswith((".", "~$")) for part in file.relative_to(folder).parts):
            hidden.append(_shown(name))
            continue
        with _noting(problems, name):
            texts[name] = _text(folder, file, name)
        if len(texts) + len(problems) > MOST_DOCUMENTS:
            raise DataError(
                f"{folder} has more than {MOST_DOCUMENTS} files", _fix("Leave some out.")
            )
        if sum(len(text) for text, _ in texts.values()) > MOST_CHARACTERS:
            raise DataError(
                f"the documents of {folder} have more than {MOST_CHARACTERS} characters in all",
                _fix("Leave out what says nothing about processes, methods and tools."),
            )
    return texts, hidden


def _files(folder: Path, problems: list[str]) -> Iterator[Path]:
    def note(error: OSError) -> None:
        place = Path(str(error.filename)).relative_to(folder)
        problems.append(_unreadable(str(place), error))

    for place, folders, files in os.walk(folder, onerror=note):
        folders.sort()
        linked = [name for name in folders if (Path(place) / name).is_symlink()]
        for name in [*linked, *sorted(files)]:
            file = Path(place) / name
            if file != folder / CONTEXT:
                yield file


def _text(folder: Path, file: Path, name: str) -> tuple[str, int]:
    kind = file.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        raise DataError(f"is of a kind that is not read ({', '.join(KINDS)} are); take it out")
    if clean(name) != name or len(name) > NAME_LENGTH:
        raise DataError("has a name that cannot be stored; rename it")
    content = _bytes(folder, file)
    text = clean(text_of(kind, content))
    if not text:
        is_scan = kind == "pdf" and content
        raise DataError(
            "has no text that can be seen; if it is a scan, save it with its text recognized"
            if is_scan
            else "is empty; take it out"
        )
    return text, len(content)


def _bytes(folder: Path, file: Path) -> bytes:
    state = file.stat()
    if not file.resolve().is_relative_to(folder.resolve()):
        raise DataError("is a link that leads out of the folder; copy the file itself")
    if not stat.S_ISREG(state.st_mode):
        raise DataError("is no plain file; take it out")
    most = context_yaml.MOST_BYTES if file.name == CONTEXT else MOST_BYTES
    if state.st_size > most:
        raise DataError(f"is larger than {most / 10**6:g} MB; shorten or split it")
    return file.read_bytes()


def _documents(texts: dict[str, tuple[str, int]]) -> tuple[list[Document], list[str]]:
    names: dict[str, str] = {}
    known: set[str] = set()
    documents, notes = [], []
    for name, (text, byte_count) in texts.items():
        first = names.setdefault(text, name)
        if first != name:
            notes.append(f"{name} says the same as {first}")
            continue
        chunks = chunks_of(text, known)
        known |= {fold_name(chunk.content) for chunk in chunks}
        kind = name.rpartition(".")[2].lower()
        # The chunks depend on the documents before this one, so they are a part of the hash.
        content_hash = _hash([text, [asdict(chunk) for chunk in chunks]])
        documents.append(Document(name, kind, content_hash, byte_count, len(text), chunks))
    return documents, notes


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


@contextmanager
def _noting(problems: list[str], name: str) -> Iterator[None]:
    try:
        yield
    except DataError as error:
        problems.append(f"{_shown(name)} {error}")
    except OSError as error:
        problems.append(_unreadable(name, error))


def _unreadable(name: str, error: OSError) -> str:
    return f"{_shown(name)} cannot be read ({error.strerror}); allow it or take it out"


def _refusal(folder: Path, problems: list[str]) -> DataError:
    return DataError(f"{folder}: {_some(problems, '; and ')}", NOTHING_STORED)


def _some(items: list[str], joint: str) -> str:
    rest = len(items) - MAX_LISTED
    return joint.join([*items[:MAX_LISTED], *([f"{rest} more"] if rest > 0 else [])])


def _shown(name: str) -> str:
    return clean(name.encode(errors="replace").decode())


def _fix(advice: str) -> str:
    return f"{advice} {NOTHING_STORED}"
