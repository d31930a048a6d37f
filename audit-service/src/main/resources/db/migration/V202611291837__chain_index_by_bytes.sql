DROP INDEX audit_record_chain;
CREATE INDEX audit_record_chain ON audit_record (organisation text_pattern_ops, seq);
