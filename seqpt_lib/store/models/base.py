"""What all models share: PostgreSQL's own constraint names, and the schema of what is ours."""

from datetime import datetime
from typing import Annotated

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Integer, MetaData, String, func
from sqlalchemy.orm import DeclarativeBase, mapped_column

SCHEMA = "seqpt"

IntegerKey = Annotated[int, mapped_column(Integer, primary_key=True, doc="Number of the row.")]
CreatedAt = Annotated[
    datetime | None,
    mapped_column(DateTime, server_default=func.now(), doc="When the row was made."),
]
Name = Annotated[str, mapped_column(String(255))]


class Base(DeclarativeBase):
    """Base of all models."""

    metadata = MetaData(
        naming_convention={
            "pk": "%(table_name)s_pkey",
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        }
    )


def references(target: str, on_delete: str | None = None) -> ForeignKey:
    """Declare a foreign key.

    Args:
        target: ``table.column``, with its schema if it is ours.
        on_delete: What happens to the row when its target goes: ``CASCADE``, ``SET NULL`` or
            nothing.

    Returns:
        The constraint, named as PostgreSQL would.
    """
    return ForeignKey(target, ondelete=on_delete)


def in_domain(name: str, column: str, values: tuple[int, ...]) -> CheckConstraint:
    """Declare the values a column may take.

    Args:
        name: Name of the constraint.
        column: The column.
        values: Its values.

    Returns:
        The constraint.
    """
    return CheckConstraint(f"{column} IN ({', '.join(map(str, values))})", name=name)
