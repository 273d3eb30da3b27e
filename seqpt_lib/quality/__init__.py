"""Step 2 and every gate: suites of Great Expectations, run in the database, explained to people.

The only room that imports Great Expectations, and only when a gate runs: the import takes seconds.
"""

from seqpt_lib.quality.gates import gate, results_table

__all__ = ["gate", "results_table"]
