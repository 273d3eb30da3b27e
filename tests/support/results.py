"""What a run has stored, without what differs from run to run."""

from tests.support.rows import query


def contents(schema: str) -> dict[str, list[tuple[str, ...]]]:
    """Every row of every table of a schema, but for times and the run that wrote it."""
    names = query(
        "SELECT tablename FROM pg_tables WHERE schemaname = :schema ORDER BY 1", schema=schema
    )
    return {
        name: query(
            f"SELECT (to_jsonb(t) - CAST(:times AS text[]))::text FROM {schema}.{name} t "
            "ORDER BY 1",
            times=["created_at", "superseded_at", "chosen_at", "computed_at", "run_id"],
        )
        for (name,) in names
    }


def results() -> dict[str, list[tuple[str, ...]]]:
    """All that the steps wrote, but for times and the ledger."""
    ledger = {"pipeline_run", "pipeline_step", "gate_result"}
    ours = {name: rows for name, rows in contents("seqpt").items() if name not in ledger}
    return contents("public") | ours


def everything() -> dict[str, list[tuple[str, ...]]]:
    """All that is stored, the ledger too, but for times."""
    return contents("public") | contents("seqpt")
