-- Fewer indexes, and cheaper ones, each in a transaction of its own: dropping and building one takes a lock for every
-- partition, and PostgreSQL has places for so many locks only. What a record costs on its way in is for the most part its
-- indexes: each is a place of its own, far from that of the record before. Text is compared by its bytes
-- (text_pattern_ops): no locale is asked, and filters ask for equality only.

-- The order of the list. What stands behind the order is looked at in the index, before a record is read: an organisation
-- has few gateways, connectors and actions, so a page of one of these is near.
DROP INDEX audit_record_newest;
CREATE INDEX audit_record_newest ON audit_record
  (organisation text_pattern_ops, day, occurred_at, id, action text_pattern_ops, connector text_pattern_ops,
   gateway text_pattern_ops);
