"""The ledger: every run, every step, every check of a gate."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, DateTime, Double, Index, String, Text, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from seqpt_lib.store.models.base import SCHEMA, Base, IntegerKey, references


class PipelineRun(Base):
    """One run of a pipeline for one organization, or a scratch run of one notebook."""

    __tablename__ = "pipeline_run"
    __table_args__ = (Index("idx_pipeline_run_organization", "organization_id"), {"schema": SCHEMA})
    run_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    organization_id: Mapped[int] = mapped_column(references("organization.id", "CASCADE"))
    pipeline: Mapped[str] = mapped_column(String(100))
    parameters: Mapped[Any] = mapped_column(JSONB)
    is_dry_run: Mapped[bool] = mapped_column(Boolean)
    status: Mapped[str] = mapped_column(String(20))
    exit_code: Mapped[int | None]
    message: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(DateTime, server_default=func.now())
    finished_at: Mapped[datetime | None] = mapped_column(DateTime)


class PipelineStep(Base):
    """One step of a run."""

    __tablename__ = "pipeline_step"
    __table_args__ = {"schema": SCHEMA}
    run_id: Mapped[str] = mapped_column(
        String(40), references("seqpt.pipeline_run.run_id", "CASCADE"), primary_key=True
    )
    step: Mapped[str] = mapped_column(String(63), primary_key=True)
    status: Mapped[str] = mapped_column(String(20))
    seconds: Mapped[float] = mapped_column(Double)
    rows_written: Mapped[Any] = mapped_column(JSONB)
    numbers: Mapped[Any] = mapped_column(JSONB)
    sql_statements: Mapped[int]
    message: Mapped[str | None] = mapped_column(Text)
    finished_at: Mapped[datetime] = mapped_column(DateTime, server_default=func.now())


class GateResult(Base):
    """One check of one gate in one run. Keys are ids only."""

    __tablename__ = "gate_result"
    __table_args__ = (Index("idx_gate_result_run", "run_id"), {"schema": SCHEMA})
    id: Mapped[IntegerKey]
    run_id: Mapped[str] = mapped_column(
        String(40), references("seqpt.pipeline_run.run_id", "CASCADE")
    )
    gate: Mapped[str] = mapped_column(String(63))
    check_id: Mapped[str] = mapped_column(String(100))
    table_name: Mapped[str] = mapped_column(String(100))
    rule: Mapped[str] = mapped_column(Text)
    severity: Mapped[str] = mapped_column(String(10))
    success: Mapped[bool] = mapped_column(Boolean)
    evaluated_count: Mapped[int]
    unexpected_count: Mapped[int]
    keys: Mapped[Any] = mapped_column(JSONB)
    fix: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text, server_default=text("''"))
    rows_query: Mapped[str | None] = mapped_column(Text)
    checked_at: Mapped[datetime] = mapped_column(DateTime, server_default=func.now())
