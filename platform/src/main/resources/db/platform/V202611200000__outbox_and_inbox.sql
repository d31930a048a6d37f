-- Events wait here, in the transaction of the change that they tell of, until they are published.
CREATE TABLE outbox (
  position     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic        text   NOT NULL,
  record_key   text   NOT NULL,
  record_value bytea,
  traceparent  text
);

-- Ids of events that were consumed, so that a second delivery changes nothing.
CREATE TABLE inbox (
  event_id    uuid        PRIMARY KEY,
  consumed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX inbox_consumed_at ON inbox (consumed_at);

GRANT SELECT, INSERT, DELETE ON outbox, inbox TO ${app_role};
