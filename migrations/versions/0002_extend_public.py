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

OF_PERSON = "FOREIGN KEY (user_id) REFERENCES public.app_user (id) ON DELETE CASCADE"
OF_ORGANIZATION = (
    "FOREIGN KEY (organization_id) REFERENCES public.organization (id) ON DELETE CASCADE"
)

CONSTRAINTS = [
    (ANSWERS, "target_level_check", "CHECK (target_level IN (0, 1, 2, 4, 6))"),
    (ANSWERS, "gap_size_check", "CHECK (gap_size >= 0 AND gap_size <= 6)"),
    (
        ANSWERS,
        "learning_plan_id_fkey",
        "FOREIGN KEY (learning_plan_id) REFERENCES public.learning_plans (id) ON DELETE SET NULL",
    ),
    ("learning_plans", "user_id_fkey", OF_PERSON),
    ("learning_plans", "organization_id_fkey", OF_ORGANIZATION),
    (
        "learning_plans",
        "estimated_duration_weeks_check",
        "CHECK (estimated_duration_weeks >= 1)",
    ),
    ("questionnaire_responses", "user_id_fkey", OF_PERSON),
    ("questionnaire_responses", "organization_id_fkey", OF_ORGANIZATION),
    ("questionnaire_responses", "phase_check", "CHECK (phase >= 1 AND phase <= 4)"),
]
"""Table, name without the table's, definition."""

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
    for statement in ddl.statements("0002_extensions.sql"):
        ddl.create(connection, statement)
    for table, name, definition in CONSTRAINTS:
        ddl.add_constraint(connection, table, f"{table}_{name}", definition)


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
    constraints = [
        (table, f"{table}_{name}")
        for table, name, _ in CONSTRAINTS
        if f"{table}.{table}_{name}" in ours
    ]
    for index in indexes:
        connection.execute(text(f"DROP INDEX IF EXISTS public.{index}"))
    for table, name in constraints:
        connection.execute(text(f"ALTER TABLE public.{table} DROP CONSTRAINT IF EXISTS {name}"))
    for table, name in columns:
        connection.execute(text(f"ALTER TABLE public.{table} DROP COLUMN {name}"))
    for table in tables:
        connection.execute(text(f"DROP TABLE public.{table}"))
    names = [*SHAPES, *map(_index, INDEXES)]
    names += [f"{table}.{name}" for table, name, _ in COLUMNS]
    names += [f"{table}.{table}_{name}" for table, name, _ in CONSTRAINTS]
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
