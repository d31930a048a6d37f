-- A signed-in browser; the cookie holds the token, the row only its hash.
CREATE TABLE browser_session (
  token_hash text        PRIMARY KEY,
  user_id    text        NOT NULL REFERENCES user_account (id),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX browser_session_user ON browser_session (user_id);
CREATE INDEX browser_session_expires ON browser_session (expires_at);

-- Failed sign-ins in a row, by what was tried: a name, or a name from one address.
CREATE TABLE sign_in_failures (
  subject    text        PRIMARY KEY,
  failures   integer     NOT NULL,
  not_before timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX sign_in_failures_updated ON sign_in_failures (updated_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON browser_session, sign_in_failures TO ${app_role};
