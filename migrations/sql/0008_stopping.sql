-- What would stop other organizations is found among critical failures, not among all results.

CREATE INDEX idx_gate_result_critical ON seqpt.gate_result (run_id)
WHERE severity = 'critical' AND NOT success;
