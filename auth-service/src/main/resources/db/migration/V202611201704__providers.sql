-- Accounts at other OpenID providers. Issuer and subject name one, and nothing else does: an e-mail address can be anybody's.
CREATE TABLE external_account (
  issuer     text        NOT NULL,
  subject    text        NOT NULL,
  user_id    text        NOT NULL REFERENCES user_account (id),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX external_account_user ON external_account (user_id);

-- A sign-in that waits for a provider's answer, in the browser that it was started in. Answered once.
CREATE TABLE sign_in_request (
  state_hash    text        PRIMARY KEY,
  browser_hash  text        NOT NULL,
  provider      text        NOT NULL,
  nonce         text        NOT NULL,
  code_verifier text        NOT NULL,
  next          text,
  expires_at    timestamptz NOT NULL
);
CREATE INDEX sign_in_request_expires ON sign_in_request (expires_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON external_account, sign_in_request TO ${app_role};
