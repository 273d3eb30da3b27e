"""Step 2 and every gate: suites of Great Expectations, run in the database, explained to people.

The only room that imports Great Expectations, and only when a gate runs: the import takes seconds.
"""

from seqpt_lib.quality.gates import (
    findings_table,
    gate,
    judge,
    results_table,
    stop_if_critical,
)

__all__ = ["findings_table", "gate", "judge", "results_table", "stop_if_critical"]
