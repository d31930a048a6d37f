-- A tool is asked for by either of its names; statistics of it are read from these two indexes alone.
DROP INDEX audit_record_tool;
CREATE INDEX audit_record_tool ON audit_record
  (organisation text_pattern_ops, tool text_pattern_ops, day, occurred_at, id, outcome text_pattern_ops)
  INCLUDE (phase, duration_micros)
  WHERE tool IS NOT NULL;
