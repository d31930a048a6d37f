-- Clients are registered by themselves, described by a document at their own URL, or made by an organisation.
-- The last may have a role of their own there (machines), or ask what tokens of theirs are worth (resource servers).
ALTER TABLE oauth_client
  ADD COLUMN organisation text REFERENCES organisation (id) ON DELETE CASCADE,
  ADD COLUMN role         text CHECK (role IN ('viewer', 'editor', 'admin', 'owner')),
  ADD COLUMN introspects  boolean NOT NULL DEFAULT false,
  ADD COLUMN jwks         text,
  ADD COLUMN jwks_uri     text,
  ADD COLUMN last_used_at timestamptz,
  ADD COLUMN fresh_until  timestamptz,
  DROP CONSTRAINT oauth_client_check,
  ADD CHECK ((auth_method LIKE 'client_secret_%') = (secret_hash IS NOT NULL)),
  ADD CHECK (auth_method <> 'private_key_jwt' OR jwks IS NOT NULL OR jwks_uri IS NOT NULL),
  ADD CHECK (organisation IS NOT NULL OR (role IS NULL AND NOT introspects));
-- Those that are there may well be in use.
UPDATE oauth_client SET last_used_at = now();
CREATE INDEX oauth_client_organisation ON oauth_client (organisation) WHERE organisation IS NOT NULL;
CREATE INDEX oauth_client_unused ON oauth_client (created_at) WHERE last_used_at IS NULL AND organisation IS NULL;

-- Clients without an organisation are everybody's.
ALTER TABLE oauth_client ENABLE ROW LEVEL SECURITY;
ALTER TABLE oauth_client FORCE ROW LEVEL SECURITY;
CREATE POLICY organisation ON oauth_client USING (
  organisation IS NULL
  OR organisation = current_setting('gatehouse.organisation', true)
  OR current_setting('gatehouse.organisation', true) = '*');

-- A request of an organisation's own client is decided there and nowhere else.
ALTER TABLE authorization_request ADD COLUMN client_organisation text;

-- Assertions that clients have authenticated with (RFC 7523), until they expire: each is good once.
CREATE TABLE client_assertion (
  client_id  text        NOT NULL,
  jti_hash   text        NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (client_id, jti_hash)
);
CREATE INDEX client_assertion_expires ON client_assertion (expires_at);
GRANT SELECT, INSERT, DELETE ON client_assertion TO ${app_role};

-- Access tokens that were revoked one by one: those of machines, which have no grant.
CREATE TABLE revoked_token (
  jti          text        PRIMARY KEY,
  organisation text        NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  expires_at   timestamptz NOT NULL
);
CREATE INDEX revoked_token_expires ON revoked_token (expires_at);
ALTER TABLE revoked_token ENABLE ROW LEVEL SECURITY;
ALTER TABLE revoked_token FORCE ROW LEVEL SECURITY;
CREATE POLICY organisation ON revoked_token USING (
  organisation = current_setting('gatehouse.organisation', true)
  OR current_setting('gatehouse.organisation', true) = '*');
GRANT SELECT, INSERT, DELETE ON revoked_token TO ${app_role};
