-- Authorization requests that clients sent ahead (RFC 9126); each is taken once, by the hash of its request_uri.
CREATE TABLE pushed_request (
  hash       text        PRIMARY KEY,
  client_id  text        NOT NULL REFERENCES oauth_client (id) ON DELETE CASCADE,
  query      text        NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX pushed_request_expires ON pushed_request (expires_at);
GRANT SELECT, INSERT, DELETE ON pushed_request TO ${app_role};
