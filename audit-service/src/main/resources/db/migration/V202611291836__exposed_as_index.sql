-- The other name of a tool.
DROP INDEX audit_record_exposed_as;
CREATE INDEX audit_record_exposed_as ON audit_record
  (organisation text_pattern_ops, exposed_as text_pattern_ops, day, occurred_at, id, outcome text_pattern_ops)
  INCLUDE (phase, duration_micros, tool)
  WHERE exposed_as IS NOT NULL;
