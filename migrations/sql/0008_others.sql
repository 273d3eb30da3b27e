-- What every run asks about other organizations costs the same however long the ledger is:
-- which of them were stopped, and which run did a step that is the same for all of them.

CREATE INDEX idx_gate_result_critical ON seqpt.gate_result (run_id)
WHERE severity = 'critical' AND NOT success;

CREATE INDEX idx_pipeline_step_done ON seqpt.pipeline_step (step, run_id)
WHERE status = 'done' AND fingerprint IS NOT NULL;
