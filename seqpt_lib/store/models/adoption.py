"""What was found in a database that others have lived in, and what became of it."""

from datetime import datetime

from sqlalchemy import Boolean, DateTime, String, func
from sqlalchemy.orm import Mapped, mapped_column

from seqpt_lib.store.models.base import SCHEMA, Base


class AdoptedObject(Base):
    """What of Derik's tables and of ours in ``public`` was found there; the rest we made."""

    __tablename__ = "adopted_object"
    __table_args__ = {"schema": SCHEMA}
    object_name: Mapped[str] = mapped_column(
        String(130),
        primary_key=True,
        doc="A table, ``table.column``, ``table.constraint`` or ``index.name`` in ``public``.",
    )
    was_found: Mapped[bool] = mapped_column(
        Boolean, doc="True if it was there before the migration; only what was not may be dropped."
    )


class AbsorbedKey(Base):
    """The id map: which row of Derik's a row of an absorbed table became.

    The only place where the old keys (UUIDs) and Derik's integers meet.
    """

    __tablename__ = "absorbed_key"
    __table_args__ = {"schema": SCHEMA}
    source_table: Mapped[str] = mapped_column(
        String(63), primary_key=True, doc="The older program's table: organizations or mvp_users."
    )
    source_id: Mapped[str] = mapped_column(
        String(64), primary_key=True, doc="Id of the row there, as text."
    )
    target_table: Mapped[str] = mapped_column(
        String(63), doc="The survey app's table: organization or app_user."
    )
    target_id: Mapped[int] = mapped_column(doc="Id of the row that it became.")
    is_inserted: Mapped[bool] = mapped_column(
        Boolean, doc="True if that row was made for it; false if it was there already."
    )
    absorbed_at: Mapped[datetime] = mapped_column(
        DateTime, server_default=func.now(), doc="When that happened (UTC)."
    )


class AbsorbedTable(Base):
    """A table that was absorbed and renamed out of the way."""

    __tablename__ = "absorbed_table"
    __table_args__ = {"schema": SCHEMA}
    table_name: Mapped[str] = mapped_column(
        String(63), primary_key=True, doc="What it is called now: absorbed_..."
    )
    source_table: Mapped[str] = mapped_column(String(63), doc="What it was called before.")
    row_count: Mapped[int] = mapped_column(doc="Rows that it had then.")
    without_counterpart_count: Mapped[int] = mapped_column(
        doc="Rows among them without a counterpart in the survey app's tables."
    )
    absorbed_at: Mapped[datetime] = mapped_column(
        DateTime, server_default=func.now(), doc="When it was renamed (UTC)."
    )
