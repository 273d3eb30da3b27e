"""What the role of a connection may do, compared with what a run needs."""

import json
import re
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, text

from seqpt_lib.settings import PROJECT_ROOT

GRANTS = PROJECT_ROOT / "migrations" / "grants" / "run_role.sql"
"""The one list of the rights of a run; tests run the pipeline with exactly these."""

_GRANT = re.compile(
    r"GRANT (.+?) ON\s+(?:(SCHEMA|SEQUENCE|FUNCTION)\s+)?(.+)\s+TO seqpt_run", re.DOTALL
)
_PRIVILEGE = re.compile(r"(\w+)(?:\s*\(([^)]*)\))?")
_OBJECT = re.compile(r"[\w.]+(?:\([^)]*\))?")


@dataclass(frozen=True)
class Right:
    """A privilege on an object, or on one of its columns."""

    kind: str
    """``TABLE``, ``SCHEMA``, ``SEQUENCE``, ``FUNCTION`` or ``DATABASE``."""

    object_name: str
    privilege: str
    column_name: str | None = None

    def __str__(self) -> str:
        column = f" ({self.column_name})" if self.column_name else ""
        return f"{self.privilege}{column} on {self.object_name}"


def rights_of_a_run() -> list[Right]:
    """Read which rights a run needs where the schema is current.

    Returns:
        The rights that ``migrations/grants/run_role.sql`` gives by plain statements.
    """
    plain = re.sub(r"--[^\n]*", "", GRANTS.read_text(encoding="utf-8"))
    found = (_GRANT.fullmatch(statement.strip()) for statement in plain.split(";"))
    return [
        Right(kind or "TABLE", name, privilege, column)
        for grant in found
        if grant
        for privileges, kind, names in [grant.groups()]
        for name in _OBJECT.findall(names)
        for privilege, columns in _PRIVILEGE.findall(privileges)
        for column in (columns.replace(" ", "").split(",") if columns else [None])
    ]


def missing_rights(connection: Connection) -> list[str]:
    """Find the rights that the role of a connection lacks for a run on a current schema.

    Args:
        connection: A connection.

    Returns:
        For example ``"INSERT on seqpt.need"``. Objects that do not exist are left out: they are
        for step 1 to report.
    """
    rights = rights_of_a_run()
    schemas = [right for right in rights if right.kind == "SCHEMA"]
    # Without its schema nothing in it can even be looked up.
    return _lacking(connection, schemas) or _lacking(
        connection,
        [
            # The script gives this one by no plain statement: that would name the database.
            Right("DATABASE", "the database", "TEMPORARY"),
            *(right for right in rights if right.kind != "SCHEMA"),
        ],
    )


def _lacking(connection: Connection, rights: list[Right]) -> list[str]:
    rows = connection.execute(
        text(
            "SELECT kind, object_name, privilege, column_name FROM jsonb_to_recordset("
            "CAST(:rights AS jsonb)) AS r "
            "(kind text, object_name text, privilege text, column_name text) WHERE NOT CASE "
            "WHEN kind = 'SCHEMA' THEN has_schema_privilege(object_name, privilege) "
            "WHEN kind = 'DATABASE' "
            "THEN has_database_privilege(current_database(), privilege) "
            "WHEN kind = 'FUNCTION' "
            "THEN has_function_privilege(to_regprocedure(object_name), privilege) "
            "WHEN kind = 'SEQUENCE' "
            "THEN has_sequence_privilege(to_regclass(object_name), privilege) "
            "WHEN column_name IS NULL "
            "THEN has_table_privilege(to_regclass(object_name), privilege) "
            "ELSE has_column_privilege(to_regclass(object_name), column_name, privilege) END"
        ),
        {"rights": json.dumps([asdict(right) for right in rights])},
    )
    return [str(Right(*row)) for row in rows]


def missing_for_migration(connection: Connection) -> list[str]:
    """Find what the role of a connection lacks to bring the schema up to date.

    Args:
        connection: A connection.

    Returns:
        For example ``"CREATE on the database"``, ``"ownership of public.organization"``.
    """
    tables = sorted({right.object_name for right in rights_of_a_run() if right.kind == "TABLE"})
    rows = connection.scalars(
        text(
            "SELECT 'CREATE on the database' "
            "WHERE NOT has_database_privilege(current_database(), 'CREATE') "
            "UNION ALL SELECT 'CREATE on schema public' "
            "WHERE NOT has_schema_privilege('public', 'CREATE') "
            "UNION ALL SELECT 'ownership of ' || n.nspname || '.' || c.relname FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname || '.' || c.relname = ANY(:tables) "
            "AND NOT pg_has_role(c.relowner, 'USAGE')"
        ),
        {"tables": tables},
    )
    return list(rows)


@dataclass(frozen=True)
class ServerState:
    """Where a connection has arrived."""

    version: str
    is_read_only: bool


def server_state(connection: Connection) -> ServerState:
    """Ask the server what it is.

    Args:
        connection: A connection.

    Returns:
        Its version, and whether it takes nothing (a standby, or a database set so).
    """
    row = connection.execute(
        text(
            "SELECT split_part(current_setting('server_version'), ' ', 1), "
            "current_setting('transaction_read_only') = 'on'"
        )
    ).one()
    return ServerState(*row)
