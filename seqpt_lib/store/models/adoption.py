"""What became of the tables that an older program brought beside Derik's."""

from datetime import datetime

from sqlalchemy import Boolean, DateTime, String, func
from sqlalchemy.orm import Mapped, mapped_column

from seqpt_lib.store.models.base import SCHEMA, Base


class AbsorbedKey(Base):
    """The id map: which row of Derik's a row of an absorbed table became.

    The only place where the old keys (UUIDs) and Derik's integers meet.
    """

    __tablename__ = "absorbed_key"
    __table_args__ = {"schema": SCHEMA}
    source_table: Mapped[str] = mapped_column(String(63), primary_key=True)
    source_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    target_table: Mapped[str] = mapped_column(String(63))
    target_id: Mapped[int]
    is_inserted: Mapped[bool] = mapped_column(Boolean)
    absorbed_at: Mapped[datetime] = mapped_column(DateTime, server_default=func.now())


class AbsorbedTable(Base):
    """A table that was absorbed and renamed out of the way."""

    __tablename__ = "absorbed_table"
    __table_args__ = {"schema": SCHEMA}
    table_name: Mapped[str] = mapped_column(String(63), primary_key=True)
    source_table: Mapped[str] = mapped_column(String(63))
    row_count: Mapped[int]
    without_counterpart_count: Mapped[int]
    absorbed_at: Mapped[datetime] = mapped_column(DateTime, server_default=func.now())
