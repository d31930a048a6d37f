-- Applications that registered themselves (RFC 7591). They belong to no organisation.
CREATE TABLE oauth_client (
  id            text        PRIMARY KEY,
  name          text        NOT NULL,
  redirect_uris text[]      NOT NULL,
  grant_types   text[]      NOT NULL,
  auth_method   text        NOT NULL,
  secret_hash   text,
  scopes        text,
  created_at    timestamptz NOT NULL,
  CHECK ((auth_method = 'none') = (secret_hash IS NULL))
);

-- An authorization request that waits for a person's decision, in the browser that it was opened in. Decided once.
CREATE TABLE authorization_request (
  id             text        PRIMARY KEY,
  browser_hash   text        NOT NULL,
  client_id      text        NOT NULL REFERENCES oauth_client (id) ON DELETE CASCADE,
  redirect_uri   text        NOT NULL,
  state          text,
  code_challenge text        NOT NULL,
  resource       text        NOT NULL,
  scopes         text        NOT NULL,
  expires_at     timestamptz NOT NULL
);
CREATE INDEX authorization_request_expires ON authorization_request (expires_at);

-- What a person allowed a client to do in one organisation, at one resource. All tokens that come of it are its family.
CREATE TABLE oauth_grant (
  id           text        PRIMARY KEY,
  organisation text        NOT NULL REFERENCES organisation (id),
  user_id      text        NOT NULL REFERENCES user_account (id),
  client_id    text        NOT NULL,
  resource     text        NOT NULL,
  scopes       text        NOT NULL,
  created_at   timestamptz NOT NULL,
  revoked_at   timestamptz,
  UNIQUE (organisation, id)
);
CREATE INDEX oauth_grant_user ON oauth_grant (user_id);
CREATE INDEX oauth_grant_client ON oauth_grant (client_id);

-- Used codes and tokens stay until they expire, so that a second use is known for what it is.
CREATE TABLE authorization_code (
  hash           text        PRIMARY KEY,
  organisation   text        NOT NULL,
  grant_id       text        NOT NULL,
  redirect_uri   text        NOT NULL,
  code_challenge text        NOT NULL,
  expires_at     timestamptz NOT NULL,
  used_at        timestamptz,
  FOREIGN KEY (organisation, grant_id) REFERENCES oauth_grant (organisation, id) ON DELETE CASCADE
);
CREATE INDEX authorization_code_grant ON authorization_code (organisation, grant_id);
CREATE INDEX authorization_code_expires ON authorization_code (expires_at);

CREATE TABLE refresh_token (
  hash         text        PRIMARY KEY,
  organisation text        NOT NULL,
  grant_id     text        NOT NULL,
  expires_at   timestamptz NOT NULL,
  used_at      timestamptz,
  FOREIGN KEY (organisation, grant_id) REFERENCES oauth_grant (organisation, id) ON DELETE CASCADE
);
CREATE INDEX refresh_token_grant ON refresh_token (organisation, grant_id);
CREATE INDEX refresh_token_expires ON refresh_token (expires_at);

ALTER TABLE oauth_grant ENABLE ROW LEVEL SECURITY;
ALTER TABLE oauth_grant FORCE ROW LEVEL SECURITY;
CREATE POLICY organisation ON oauth_grant USING (
  organisation = current_setting('gatehouse.organisation', true)
  OR current_setting('gatehouse.organisation', true) = '*');

ALTER TABLE authorization_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE authorization_code FORCE ROW LEVEL SECURITY;
CREATE POLICY organisation ON authorization_code USING (
  organisation = current_setting('gatehouse.organisation', true)
  OR current_setting('gatehouse.organisation', true) = '*');

ALTER TABLE refresh_token ENABLE ROW LEVEL SECURITY;
ALTER TABLE refresh_token FORCE ROW LEVEL SECURITY;
CREATE POLICY organisation ON refresh_token USING (
  organisation = current_setting('gatehouse.organisation', true)
  OR current_setting('gatehouse.organisation', true) = '*');

GRANT SELECT, INSERT, UPDATE, DELETE
  ON oauth_client, authorization_request, oauth_grant, authorization_code, refresh_token TO ${app_role};
