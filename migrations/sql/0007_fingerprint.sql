-- What a step was done from, so that the next run knows whether to do it again.

ALTER TABLE seqpt.pipeline_step ADD COLUMN fingerprint JSONB;
