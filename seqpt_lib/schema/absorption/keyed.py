"""Tables whose rows become rows of Derik's: judged as a whole, then matched, inserted, mapped."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from seqpt_lib.schema.absorption.report import Contradiction, Outcome
from seqpt_lib.schema.absorption.tables import TEXT_TYPES, OldTable, rename
from seqpt_lib.store.copying import read_frame

Rule = tuple[str, str]
"""An SQL expression of the reason, and the SQL condition under which it holds."""


@dataclass(frozen=True)
class Recipe:
    """How the rows of one table become rows of one of Derik's.

    A staged row has ``place``, ``source_id``, ``known_id`` (its row by the id map), ``target_id``
    (by the map or by matching; NULL: to be inserted) and what its rules and statements name.
    """

    source: str
    target: str
    lacking: Callable[[OldTable], list[str]]
    """Reasons why the table cannot be read at all."""
    stage: Callable[[OldTable], str]
    """A SELECT of the staged rows."""
    rules: list[Rule]
    """What keeps a row from becoming exactly one row; the first that holds is the reason."""
    insert: str
    """Inserts the staged rows without ``target_id`` and gives them one."""
    fill: str = ""
    """Carries values over to rows that were there."""
    contradictions: list[Rule] = field(default_factory=list)
    """Columns of the target ``t``, and when a staged row ``s`` has another value for them."""

    @property
    def staged(self) -> str:
        """Name of the temporary table."""
        return f"absorbing_{self.source}"

    @property
    def all_rules(self) -> list[Rule]:
        """The rules of the table, with those that hold for any."""
        return [
            ("'it has no id'", "source_id IS NULL"),
            ("'its id is longer than 64 characters'", "length(source_id) > 64"),
            ("'its id occurs twice'", "count_of_id > 1"),
            (
                f"'it was absorbed as {self.target} ' || known_id || ', which is gone'",
                f"known_id IS NOT NULL AND NOT {self.is_there}",
            ),
            *self.rules,
            (f"'{self.target}.id has no default'", f"target_id IS NULL AND NOT {self.has_default}"),
        ]

    @property
    def is_there(self) -> str:
        """An SQL condition: the row that the id map names still exists."""
        return f"EXISTS (SELECT FROM public.{self.target} t WHERE t.id = known_id)"

    @property
    def has_default(self) -> str:
        """An SQL condition: the target gives its rows their ids."""
        return (
            "EXISTS (SELECT FROM pg_attribute WHERE attname = 'id' AND (atthasdef OR "
            f"attidentity <> '') AND attrelid = to_regclass('public.{self.target}'))"
        )

    @property
    def sequence(self) -> str:
        """An SQL expression: name of the sequence that gives the target its ids."""
        return (
            "coalesce((SELECT substring(pg_get_expr(adbin, adrelid) "
            "FROM 'nextval[(]''(.+)''::regclass[)]') FROM pg_attrdef JOIN pg_attribute "
            "ON attrelid = adrelid AND attnum = adnum WHERE attname = 'id' "
            f"AND adrelid = to_regclass('public.{self.target}')), "
            f"pg_get_serial_sequence('public.{self.target}', 'id'))"
        )


def lacks_id(table: OldTable) -> list[str]:
    """Say why the old ids cannot be read.

    Args:
        table: The table.

    Returns:
        No or one reason.
    """
    return table.lacking("id", types=TEXT_TYPES)


def absorb_rows(connection: Connection, table: OldTable, recipe: Recipe) -> Outcome:
    """Make every row of an old table a row of Derik's, or leave the table exactly as it was.

    Args:
        connection: A connection in a transaction.
        table: The old table.
        recipe: How its rows become rows of Derik's.

    Returns:
        What became of it.
    """
    staged = recipe.staged
    connection.exec_driver_sql(
        f"CREATE TEMP TABLE {staged} ON COMMIT DROP AS {recipe.stage(table)}"
    )
    connection.execute(text(f"ANALYZE {staged}"))
    unaccounted = _unaccounted(connection, table, recipe)
    if unaccounted:
        count = connection.scalar(text(f"SELECT count(*) FROM {staged}"))
        return Outcome(table.name, int(count or 0), unaccounted=unaccounted)
    _write(connection, recipe)
    row = connection.execute(
        text(f"SELECT count(*), count(*) FILTER (WHERE is_inserted) FROM {staged}")
    ).one()
    differing = find_contradictions(connection, recipe, staged)
    name = rename(connection, table.name, row[0], 0)
    matched, inserted = row[0] - row[1], row[1]
    return Outcome(table.name, row[0], matched, inserted, contradictions=differing, renamed_to=name)


def find_contradictions(connection: Connection, recipe: Recipe, staged: str) -> list[Contradiction]:
    """Find the matched rows whose old values are neither ours nor carried over.

    Args:
        connection: A connection.
        recipe: How the rows became rows of Derik's.
        staged: Name of the staged rows, or their SELECT in parentheses.

    Returns:
        One per row of Derik's, by its id; rows that absorption inserted are none.
    """
    differing = ", ".join(
        f"CASE WHEN {condition} THEN '{column}' END" for column, condition in recipe.contradictions
    )
    if not differing:
        return []
    rows = connection.execute(
        text(
            f"SELECT source_id, '{recipe.target}', id, column_names FROM (SELECT s.source_id, "
            f"t.id, concat_ws(', ', {differing}) AS column_names FROM {staged} AS s "
            f"JOIN seqpt.absorbed_key k ON k.source_table = '{recipe.source}' "
            "AND k.source_id = s.source_id AND NOT k.is_inserted "
            f"JOIN public.{recipe.target} t ON t.id = k.target_id) AS compared "
            "WHERE column_names <> '' ORDER BY id"
        )
    )
    return [Contradiction(*row) for row in rows]


def _unaccounted(connection: Connection, table: OldTable, recipe: Recipe) -> list[tuple[str, str]]:
    lacking: list[Rule] = [(f"'{reason}'", "true") for reason in recipe.lacking(table)]
    rules = ", ".join(
        f"({position}, {reason}, {condition})"
        for position, (reason, condition) in enumerate([*lacking, *recipe.all_rules])
    )
    found = read_frame(
        connection,
        "SELECT coalesce(source_id, 'row at ' || place) AS source_id, broken.reason "
        f"FROM {recipe.staged} CROSS JOIN LATERAL (SELECT reason FROM (VALUES {rules}) "
        "AS rule (position, reason, is_broken) WHERE is_broken ORDER BY position LIMIT 1) "
        "AS broken ORDER BY 1",
        types={"source_id": "str", "reason": "str"},
    )
    return list(found.itertuples(index=False, name=None))


def _write(connection: Connection, recipe: Recipe) -> None:
    staged, target = recipe.staged, recipe.target
    # Somebody may have restored rows with their ids and left the sequence where it was.
    connection.exec_driver_sql(
        f"SELECT setval(own.name::regclass, max(t.id)) FROM public.{target} t, "
        f"(SELECT {recipe.sequence}) AS own (name) "
        f"WHERE EXISTS (SELECT FROM {staged} WHERE target_id IS NULL) GROUP BY own.name "
        "HAVING max(t.id) > coalesce(pg_sequence_last_value(own.name::regclass), 0)"
    )
    connection.exec_driver_sql(recipe.insert)
    connection.execute(
        text(
            "INSERT INTO seqpt.absorbed_key "
            "(source_table, source_id, target_table, target_id, is_inserted) "
            f"SELECT '{recipe.source}', source_id, '{target}', target_id, is_inserted "
            f"FROM {staged} WHERE known_id IS NULL"
        )
    )
    if recipe.fill:
        connection.exec_driver_sql(recipe.fill)
