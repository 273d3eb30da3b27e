"""Loading a dump of the survey app's database: all of it becomes the embedded database, or none."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from seqpt_lib.errors import DataError, UsageError, listed
from seqpt_lib.settings import settings
from seqpt_lib.store import Organization, dumps

HEADER, FOOTER = b"-- PostgreSQL database dump", b"-- PostgreSQL database dump complete"
HEADER_WITHIN, ENDS_LENGTH, CHUNK_LENGTH = 200, 4096, 1 << 20
VERSION = re.compile(rb"^-- Dumped from database version (\S+)", re.MULTILINE)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

PLAIN = "Make a plain one: pg_dump --format=plain --file=survey.sql DATABASE."
AGAIN = f"Make or copy the dump again. {dumps.NOTHING_LOADED}"
FORMATS = [
    (0, b"PGDMP", "in pg_dump's custom format", "Say pg_restore --file=plain.sql FILE."),
    (257, b"ustar", "a tar archive", "Say pg_restore --file=plain.sql FILE."),
    (0, b"\x1f\x8b", "compressed by gzip", "Say gunzip FILE."),
    (0, b"\xff\xfe", "UTF-16, which > in PowerShell writes", PLAIN),
]
"""Where a kind of file is known by what, how it is called, and what to do."""

COPY = re.compile(rb"COPY (.+?) (?:\(.*\) )?FROM stdin\b.*;\s*$", re.IGNORECASE)
COMMAND = re.compile(rb"\s*(\\\S?\w*)")
LEFT_OUT_COMMANDS = {b"\\connect", b"\\restrict", b"\\unrestrict"}
LEFT_OUT = re.compile(
    rb'ALTER\s.*\sOWNER TO (?:[\w$\x80-\xff]+|"(?:[^"]|"")+");\s*$'
    rb"|(?:GRANT|REVOKE|ALTER DEFAULT PRIVILEGES|SET ROLE|SET SESSION AUTHORIZATION)\s"
    rb"|(?:CREATE|ALTER|DROP|COMMENT ON) DATABASE\s|COMMENT ON EXTENSION\s|ALTER SCHEMA public\s"
    rb"|CREATE SCHEMA (?:IF NOT EXISTS )?public;|DROP SCHEMA (?:IF EXISTS )?public;"
    rb"|SET (?:transaction_timeout|default_tablespace)\s"
)
"""Statements about owners, rights and places that exist only where the dump was made."""

SAFE_TO_CUT = re.compile(rb"INSERT INTO |SELECT pg_catalog\.")
"""Lines that stand alone; within a routine or a rule they are indented."""

OPENING = re.compile(
    rb"--|/\*|;|\"|(?<!\w)[eE]'|'|(?<![\w$])\$(?:[A-Za-z_\x80-\xff][\w\x80-\xff]*)?\$"
)
CLOSING = {b"/*": rb".*?\*/", b"e'": rb"(?:[^'\\]|\\.|'')*+'"}
"""How quotes go on that do not end as they begin; others end at a doubled mark and begin again."""

QUOTES = {b"'", b'"', b"e", b"$"}


@dataclass(frozen=True)
class LoadReport:
    """What a load did."""

    file: Path
    organization: Organization
    organization_keys: list[str]
    table_count: int
    is_new: bool
    """False if the same dump had been loaded before."""

    @property
    def summary(self) -> str:
        """One line for a person."""
        if not self.is_new:
            return f"{self.file} is already loaded: nothing was restored"
        keys = self.organization_keys
        organizations = "organization" if len(keys) == 1 else "organizations"
        return (
            f"{self.file}: {self.table_count} tables, {len(keys)} {organizations}: {listed(keys)}"
        )

    @property
    def next_command(self) -> str:
        """What to type next."""
        key = shlex.quote(self.organization.handle)
        if self.organization.selected_archetype:
            return f"make run ORG={key}"
        return f'make archetype ORG={key} ARCHETYPES="..."'


def load_dump(file: Path, key: str) -> LoadReport:
    """Restore a plain dump of the survey app's database into the embedded server.

    All of it or nothing: it is restored beside the embedded database and takes its place at the
    end. The same dump again changes nothing. Afterwards the database has still to be adopted.

    Args:
        file: What ``pg_dump --format=plain`` wrote.
        key: Public key, id or exact name of the organization in it that will be planned.

    Returns:
        What was restored.

    Raises:
        UsageError: If ``DATABASE_URL`` is set, the file is no plain dump, the embedded database
            is not empty, or the dump has no such organization.
        DataError: If the dump is damaged, of a newer server or another program, or refused.
        DatabaseError: If the embedded server does not start or go on, or is in use.
    """
    if settings().database_url:
        raise UsageError(
            "a dump is loaded into the embedded database, but DATABASE_URL names another one",
            "Unset DATABASE_URL, or restore the dump into that database with psql.",
        )
    try:
        return _load(_inspect(file), key)
    except OSError as error:
        raise UsageError(f"file {file} cannot be read: {error.strerror}", PLAIN) from error


@dataclass(frozen=True)
class _Dump:
    file: Path
    sha256: str
    server_version: str
    has_windows_lines: bool


def _load(dump: _Dump, key: str) -> LoadReport:
    with dumps.loading() as session:
        there = dumps.contents(session, dumps.TARGET)
        is_new = there.sha256 != dump.sha256
        if is_new:
            _refuse_overwriting(there)
            _refuse_newer_server(dump, session.server_version // 10000)
            dumps.restore(str(dump.file), _pieces(dump))
            there = dumps.contents(session, dumps.STAGING)
        if there.organization_keys is None:
            raise DataError(
                f"{dump.file} has no table organization of the survey app",
                f"Dump the survey app's database. {dumps.NOTHING_LOADED}",
            )
        organization = _find(dump, dumps.STAGING if is_new else dumps.TARGET, key)
        if is_new:
            dumps.keep(session, dump.sha256)
    return LoadReport(dump.file, organization, there.organization_keys, there.table_count, is_new)


def _find(dump: _Dump, database: str, key: str) -> Organization:
    try:
        return dumps.organization_in(database, key)
    except UsageError as error:
        fix = f"KEY= is a public key, an id or an exact name. {dumps.NOTHING_LOADED}"
        raise UsageError(f"{dump.file}: {error.what}", fix) from error


def _refuse_overwriting(there: dumps.Contents) -> None:
    if there.is_empty:
        return
    keys = there.organization_keys or []
    organizations = f", and organizations: {listed(keys)}" if keys else ""
    raise UsageError(
        f"the embedded database in {settings().home} is not empty: it holds {there.table_count} "
        f"tables{organizations}",
        "Delete it with make clean-database CONFIRM=yes, or keep it and load into another folder: "
        f"SEQPT_HOME=folder make load DUMP=... KEY=... {dumps.NOTHING_LOADED}",
    )


def _refuse_newer_server(dump: _Dump, version: int) -> None:
    major = re.match(r"\d+", dump.server_version)
    if major and int(major[0]) > version:
        raise DataError(
            f"{dump.file} was made on PostgreSQL {dump.server_version}, "
            f"and the embedded server is PostgreSQL {version}",
            f"Restore it with psql on a PostgreSQL {major[0]} and set DATABASE_URL, or dump from "
            f"a server of version {version} or older. {dumps.NOTHING_LOADED}",
        )


def _inspect(file: Path) -> _Dump:
    if not file.is_file():
        what = "is a folder" if file.is_dir() else "does not exist"
        raise UsageError(f"file {file} {what}", "DUMP= names a file that pg_dump wrote.")
    with file.open("rb") as opened:
        start = opened.read(ENDS_LENGTH)
    for place, mark, kind, fix in FORMATS:
        if start[place:].startswith(mark):
            raise UsageError(f"file {file} is no plain dump: it is {kind}", fix)
    if HEADER not in start[:HEADER_WITHIN]:
        what = "is empty" if not start else f"does not begin with '{HEADER.decode()}'"
        raise UsageError(f"file {file} {what}", PLAIN)
    version = VERSION.search(start)
    made_on = version[1].decode("ascii", "replace") if version else ""
    return _Dump(file, _checked_hash(file), made_on, HEADER + b"\r\n" in start)


def _checked_hash(file: Path) -> str:
    """Read the whole file, before anything of it is sent: it has an end and no holes."""
    digest, line, end = sha256(), 1, b""
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK_LENGTH):
            if b"\0" in chunk:
                line += chunk[: chunk.index(b"\0")].count(b"\n")
                raise DataError(f"{file}, line {line} has zero bytes: it is damaged", AGAIN)
            digest.update(chunk)
            line += chunk.count(b"\n")
            end = (end + chunk)[-ENDS_LENGTH:]
    if FOOTER not in end:
        raise DataError(
            f"{file} is cut off: it ends on line {line} without '{FOOTER.decode()}'", AGAIN
        )
    return digest.hexdigest()


def _lines(dump: _Dump) -> Iterator[bytes]:
    with dump.file.open("rb") as opened:
        if opened.read(len(BYTE_ORDER_MARK)) != BYTE_ORDER_MARK:
            opened.seek(0)
        for line in opened:
            yield line[:-2] + b"\n" if dump.has_windows_lines and line[-2:] == b"\r\n" else line


def _pieces(dump: _Dump) -> Iterator[dumps.Statements | dumps.Rows]:
    """Cut a dump at its COPY blocks, and between INSERTs where a piece would grow too large."""
    lines = enumerate(_lines(dump), start=1)
    collected = _Collected()
    for number, line in lines:
        is_start = not collected.is_inside
        copy = COPY.match(line) if is_start else None
        if copy or (is_start and collected.is_large and SAFE_TO_CUT.match(line)):
            yield from collected.statements(number)
            collected = _Collected()
        if copy:
            yield (rows := dumps.Rows(number, copy[1].decode(errors="replace"), line, lines))
            if rows.is_cut_off:
                what = f"{dump.file} ends in the rows of table {rows.table}, line {number + 1} on"
                raise DataError(what, AGAIN)
        elif not collected.take(line):
            raise DataError(
                f"{dump.file}, line {number} is a command for psql, which is not followed here",
                f"Take it out of the file, or make the dump again. {dumps.NOTHING_LOADED}",
            )
    yield from collected.statements(number + 1)


class _Collected:
    """The lines of one piece, and whether its end lies in a statement, in quotes or between."""

    def __init__(self) -> None:
        self.is_inside = False  # a statement
        self._closing: re.Pattern[bytes] | None = None  # ends the quotes that are open
        self._is_left_out = self._has_sql = False
        self._lines: list[bytes] = []
        self._length = 0

    @property
    def is_large(self) -> bool:
        return self._length > CHUNK_LENGTH

    def statements(self, next_line: int) -> Iterator[dumps.Statements]:
        if self._has_sql:
            yield dumps.Statements(next_line - len(self._lines), b"".join(self._lines))

    def take(self, line: bytes) -> bool:
        """Add a line; what is left out stays as an empty one. False if it is a command for psql."""
        if not self._closing and (command := COMMAND.match(line)):
            self._add(b"\n")
            return command[1] in LEFT_OUT_COMMANDS
        if not self.is_inside:
            self._is_left_out = LEFT_OUT.match(line) is not None
        self._follow(line)
        self._add(b"\n" if self._is_left_out else line)
        return True

    def _add(self, line: bytes) -> None:
        self._lines.append(line)
        self._length += len(line)

    def _follow(self, line: bytes) -> None:
        position = 0
        while position < len(line):
            if self._closing:
                found = self._closing.match(line, position)
                self._closing = None if found else self._closing
            else:
                found = OPENING.search(line, position)
                self._open(line[position : found.start() if found else None], found)
            if not found or found[0] == b"--":
                return
            position = found.end()

    def _open(self, before: bytes, found: re.Match[bytes] | None) -> None:
        mark = found[0].lower() if found else b""
        has_sql = bool(before.strip()) or mark[:1] in QUOTES
        self.is_inside = (self.is_inside or has_sql) and mark != b";"
        self._has_sql |= has_sql and not self._is_left_out
        if found and mark not in {b";", b"--"}:
            self._closing = re.compile(CLOSING.get(mark, b".*?" + re.escape(found[0])), re.DOTALL)
