"""Add SE-QPT's columns, tables, checks and indexes to ``public``."""

from alembic import op
from sqlalchemy import text

from seqpt_lib.schema import ddl

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ANSWERS = "user_se_competency_survey_results"

COLUMNS = [
    ("organization", "size", "character varying(20)"),
    ("organization", "maturity_score", "double precision"),
    ("organization", "selected_archetype", "character varying(100)"),
    ("organization", "phase1_completed", "boolean DEFAULT false NOT NULL"),
    ("organization", "created_at", "timestamp without time zone DEFAULT now()"),
    (ANSWERS, "target_level", "integer"),
    (ANSWERS, "gap_size", "integer"),
    (ANSWERS, "archetype_source", "character varying(100)"),
    (ANSWERS, "learning_plan_id", "character varying(36)"),
]

CONSTRAINTS = [
    (f"{ANSWERS}_target_level_check", "CHECK (target_level IN (0, 1, 2, 4, 6))"),
    (f"{ANSWERS}_gap_size_check", "CHECK (gap_size >= 0 AND gap_size <= 6)"),
    (
        f"{ANSWERS}_learning_plan_id_fkey",
        "FOREIGN KEY (learning_plan_id) REFERENCES public.learning_plans (id) ON DELETE SET NULL",
    ),
]

SHAPES = {
    "learning_plans": {
        "id": "character varying(36)",
        "user_id": "integer",
        "organization_id": "integer",
        "objectives": "text",
        "recommended_modules": "text",
        "estimated_duration_weeks": "integer",
        "archetype_used": "character varying(100)",
        "created_at": "timestamp without time zone",
    },
    "questionnaire_responses": {
        "id": "character varying(36)",
        "user_id": "integer",
        "organization_id": "integer",
        "questionnaire_type": "character varying(50)",
        "phase": "integer",
        "responses": "text",
        "computed_scores": "text",
        "completed_at": "timestamp without time zone",
    },
}

INDEXES = ["idx_learning_plans_user", "idx_learning_plans_org", "idx_survey_gaps", "idx_org_phase1"]


def upgrade() -> None:
    connection = op.get_bind()
    for table, shape in SHAPES.items():
        ddl.refuse_other_shape(connection, f"public.{table}", shape)
        ddl.remember(connection, table, was_found=ddl.table_exists(connection, f"public.{table}"))
    for table, column, definition in COLUMNS:
        ddl.add_column(connection, table, column, definition)
    for index in INDEXES:
        ddl.remember(
            connection, _index(index), was_found=ddl.table_exists(connection, f"public.{index}")
        )
    for statement in ddl.statements("extensions.sql"):
        connection.execute(text(statement))
    for name, definition in CONSTRAINTS:
        ddl.add_constraint(connection, ANSWERS, name, definition)


def downgrade() -> None:
    connection = op.get_bind()
    ours = set(ddl.made_by_us(connection))
    tables = [table for table in SHAPES if table in ours]
    columns = [(table, name) for table, name, _ in COLUMNS if f"{table}.{name}" in ours]
    ddl.refuse_to_lose_rows(
        connection,
        {table: f"EXISTS (SELECT FROM public.{table})" for table in tables}
        | {f"{table}.{name}": _holds_values(table, name) for table, name in columns},
    )
    indexes = [index for index in INDEXES if _index(index) in ours]
    constraints = [name for name, _ in CONSTRAINTS if f"{ANSWERS}.{name}" in ours]
    for index in indexes:
        connection.execute(text(f"DROP INDEX IF EXISTS public.{index}"))
    for name in constraints:
        connection.execute(text(f"ALTER TABLE public.{ANSWERS} DROP CONSTRAINT IF EXISTS {name}"))
    for table, name in columns:
        connection.execute(text(f"ALTER TABLE public.{table} DROP COLUMN {name}"))
    for table in tables:
        connection.execute(text(f"DROP TABLE public.{table}"))
    names = [*SHAPES, *map(_index, INDEXES)]
    names += [f"{table}.{name}" for table, name, _ in COLUMNS]
    names += [f"{ANSWERS}.{name}" for name, _ in CONSTRAINTS]
    connection.execute(
        text("DELETE FROM seqpt.adopted_object WHERE object_name = ANY(:names)"), {"names": names}
    )


def _index(name: str) -> str:
    return f"index.{name}"


def _holds_values(table: str, column: str) -> str:
    if column == "created_at":  # filled by its default: nothing that somebody entered
        return "false"
    wanted = f"{column} IS TRUE" if column == "phase1_completed" else f"{column} IS NOT NULL"
    return f"EXISTS (SELECT FROM public.{table} WHERE {wanted})"
