"""The ledger: every run, every step, every check of a gate."""

from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import Boolean, DateTime, Double, Index, String, Text, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from seqpt_lib.store.models.base import SCHEMA, Base, IntegerKey, references

ErrorLine = Annotated[
    str | None, mapped_column(Text, doc="The error's line; empty where there was none.")
]


class PipelineRun(Base):
    """One run of a pipeline for one organization, or a scratch run of one notebook."""

    __tablename__ = "pipeline_run"
    __table_args__ = (Index("idx_pipeline_run_organization", "organization_id"), {"schema": SCHEMA})
    run_id: Mapped[str] = mapped_column(
        String(40), primary_key=True, doc="When it began (UTC) and four random digits."
    )
    organization_id: Mapped[int] = mapped_column(
        references("organization.id", "CASCADE"), doc="The organization."
    )
    pipeline: Mapped[str] = mapped_column(
        String(100), doc="Name of the pipeline; scratch for a notebook that was run alone."
    )
    parameters: Mapped[Any] = mapped_column(
        JSONB,
        doc="Parameters that were given, by name, never secrets; in a scratch run the step.",
    )
    is_dry_run: Mapped[bool] = mapped_column(
        Boolean, doc="True if nothing but the ledger was written."
    )
    status: Mapped[str] = mapped_column(
        String(20),
        doc="running, done or stopped; lost where the run was killed, once the next one begins.",
    )
    exit_code: Mapped[int | None] = mapped_column(
        doc="0 if all steps are done, else as docs/errors.md lists; empty while it runs."
    )
    message: Mapped[ErrorLine]
    started_at: Mapped[datetime] = mapped_column(
        DateTime, server_default=func.now(), doc="When this row was opened (UTC)."
    )
    finished_at: Mapped[datetime | None] = mapped_column(
        DateTime, doc="When it ended (UTC); empty while it runs."
    )


class PipelineStep(Base):
    """One step of a run, with its numbers as they are, those that may not be shown too."""

    __tablename__ = "pipeline_step"
    __table_args__ = (
        Index(
            "idx_pipeline_step_done",
            "step",
            "run_id",
            postgresql_where=text("status = 'done' AND fingerprint IS NOT NULL"),
        ),
        {"schema": SCHEMA},
    )
    run_id: Mapped[str] = mapped_column(
        String(40),
        references("seqpt.pipeline_run.run_id", "CASCADE"),
        primary_key=True,
        doc="The run.",
    )
    step: Mapped[str] = mapped_column(
        String(63), primary_key=True, doc="Name of the step, such as compute_gaps."
    )
    status: Mapped[str] = mapped_column(
        String(20),
        doc="done, stopped (a rule held it up), failed (it broke) or skipped (nothing changed).",
    )
    seconds: Mapped[float] = mapped_column(
        Double, doc="Wall-clock time of the step in seconds; 0 in a scratch run."
    )
    rows_written: Mapped[Any] = mapped_column(
        JSONB, doc="Rows inserted, updated or deleted, by table; a table with none is left out."
    )
    numbers: Mapped[Any] = mapped_column(
        JSONB, doc="What the step counted, by name; exact, also where run.json shows null."
    )
    sql_statements: Mapped[int] = mapped_column(doc="SQL statements that the step sent.")
    message: Mapped[ErrorLine]
    finished_at: Mapped[datetime] = mapped_column(
        DateTime, server_default=func.now(), doc="When it ended (UTC)."
    )
    fingerprint: Mapped[Any | None] = mapped_column(
        JSONB,
        doc="Digests of what it was done from and of what it left, by part; empty where it did "
        "not end well.",
    )


class GateResult(Base):
    """One check of one gate in one run. Keys are ids only."""

    __tablename__ = "gate_result"
    __table_args__ = (
        Index("idx_gate_result_run", "run_id"),
        Index(
            "idx_gate_result_critical",
            "run_id",
            postgresql_where=text("severity = 'critical' AND NOT success"),
        ),
        {"schema": SCHEMA},
    )
    id: Mapped[IntegerKey]
    run_id: Mapped[str] = mapped_column(
        String(40), references("seqpt.pipeline_run.run_id", "CASCADE"), doc="The run."
    )
    gate: Mapped[str] = mapped_column(String(63), doc="sources, gaps, objectives or plans.")
    check_id: Mapped[str] = mapped_column(
        String(100), doc="Id of the check: its section in docs/how-to/mend-data.md."
    )
    table_name: Mapped[str] = mapped_column(String(100), doc="The table that it judges.")
    rule: Mapped[str] = mapped_column(Text, doc="What has to be so.")
    severity: Mapped[str] = mapped_column(
        String(10), doc="critical (stops the run), warning or info."
    )
    success: Mapped[bool] = mapped_column(Boolean, doc="True if no row breaks the rule.")
    evaluated_count: Mapped[int] = mapped_column(doc="Rows that were judged.")
    unexpected_count: Mapped[int] = mapped_column(doc="Rows that break the rule.")
    keys: Mapped[Any] = mapped_column(
        JSONB, doc="Ids of up to five of these rows; never a score, a name or a text of a person."
    )
    fix: Mapped[str] = mapped_column(Text, doc="What to do when it fails.")
    why: Mapped[str] = mapped_column(Text, server_default=text("''"), doc="Why it matters.")
    rows_query: Mapped[str | None] = mapped_column(
        Text, doc="SQL that shows the rows; empty where there is none."
    )
    checked_at: Mapped[datetime] = mapped_column(
        DateTime, server_default=func.now(), doc="When it was judged (UTC)."
    )
