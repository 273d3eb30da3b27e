"""Absorbing what an older program brought beside Derik's tables, whenever it is there."""

from sqlalchemy import Connection

from seqpt_lib.schema.absorption.keyed import absorb_rows
from seqpt_lib.schema.absorption.named import compare_rows
from seqpt_lib.schema.absorption.organizations import ORGANIZATIONS
from seqpt_lib.schema.absorption.people import PEOPLE
from seqpt_lib.schema.absorption.report import AbsorptionReport, Outcome
from seqpt_lib.schema.absorption.tables import (
    OTHER_KINDS,
    PLAIN_TABLE,
    OldTable,
    find_tables,
    keep_writers_out,
)

RECIPES = {recipe.source: recipe for recipe in (ORGANIZATIONS, PEOPLE)}


def absorb(connection: Connection) -> AbsorptionReport:
    """Make rows of an older program's tables rows of Derik's; rename those tables out of the way.

    A table with a row that cannot become exactly one row is left exactly as it was; the others
    go on. One that this role has no right to absorb is left to the owner. Without such tables
    one look at the catalog is all. Safe to call on every run.

    Args:
        connection: A connection in a transaction, to a migrated database.

    Returns:
        What was found and done; rows that are unaccounted for are in it and raise nothing.

    Source: docs/explanation/duplicates.md.
    """
    tables = find_tables(connection)
    keep_writers_out(connection, tables)
    return AbsorptionReport(tuple(_absorb(connection, table) for table in tables))


def _absorb(connection: Connection, table: OldTable) -> Outcome:
    if table.kind != PLAIN_TABLE:
        return Outcome(table.name, unaccounted=[("", OTHER_KINDS[table.kind])])
    if not table.is_absorbable:
        return Outcome(table.name, is_left_to_owner=True)
    if table.name in RECIPES:
        return absorb_rows(connection, table, RECIPES[table.name])
    return compare_rows(connection, table)
