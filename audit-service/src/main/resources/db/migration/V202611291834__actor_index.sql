-- Of whom an organisation has many.
DROP INDEX audit_record_actor;
CREATE INDEX audit_record_actor ON audit_record
  (organisation text_pattern_ops, actor text_pattern_ops, day, occurred_at, id);
