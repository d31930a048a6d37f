-- What is rare. A question has to say that it is not after calls: a plan that is made for any action does not know.
DROP INDEX audit_record_action;
CREATE INDEX audit_record_action ON audit_record
  (organisation text_pattern_ops, action text_pattern_ops, day, occurred_at, id)
  WHERE action <> 'tool.call';
