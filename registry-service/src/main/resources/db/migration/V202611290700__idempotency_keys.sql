-- Requests with an Idempotency-Key, with the answer that the first of them got. No answer: it is under way.
CREATE TABLE idempotency_key (
  organisation text        NOT NULL,
  principal    text        NOT NULL,
  path         text        NOT NULL,
  name         text        NOT NULL,
  request_hash text        NOT NULL,
  status       integer,
  type         text,
  location     text,
  tag          text,
  body         text,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organisation, principal, path, name)
);
CREATE INDEX idempotency_key_created_at ON idempotency_key (created_at);

CALL protect_by_organisation('idempotency_key');

GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_key TO ${app_role};
