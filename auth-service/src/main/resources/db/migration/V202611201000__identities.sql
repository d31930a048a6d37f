-- Organisations, their members and keys. Users belong to the platform: one person, several organisations.
CREATE TABLE organisation (
  id               text        PRIMARY KEY,
  slug             text        NOT NULL UNIQUE,
  name             text        NOT NULL,
  api_keys_allowed boolean     NOT NULL,
  suspended        boolean     NOT NULL,
  created_at       timestamptz NOT NULL
);

CREATE TABLE user_account (
  id               text        PRIMARY KEY,
  username         text        NOT NULL UNIQUE,
  password_hash    text,
  password_changed boolean     NOT NULL,
  created_at       timestamptz NOT NULL
);

CREATE TABLE membership (
  id           text        PRIMARY KEY,
  organisation text        NOT NULL REFERENCES organisation (id),
  user_id      text        NOT NULL REFERENCES user_account (id),
  role         text        NOT NULL CHECK (role IN ('viewer', 'editor', 'admin', 'owner')),
  suspended    boolean     NOT NULL,
  created_at   timestamptz NOT NULL,
  UNIQUE (organisation, user_id)
);
CREATE INDEX membership_user ON membership (user_id);

-- Of a key only the hash is kept. A personal key has a user, whose role it follows; a service key has a role of its own.
CREATE TABLE api_key (
  id           text        PRIMARY KEY,
  organisation text        NOT NULL REFERENCES organisation (id),
  name         text        NOT NULL,
  hash         text        NOT NULL,
  user_id      text        REFERENCES user_account (id),
  role         text        CHECK (role IN ('viewer', 'editor', 'admin', 'owner')),
  scopes       text        NOT NULL,
  gateway      text,
  created_by   text        NOT NULL,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz,
  CHECK ((user_id IS NULL) <> (role IS NULL))
);
CREATE INDEX api_key_organisation ON api_key (organisation);

-- Rows of another organisation do not exist for the application's role; FORCE binds the owner of the table as well.
-- '*' is the platform's own work, such as finding the organisations of somebody who signs in.
ALTER TABLE organisation ENABLE ROW LEVEL SECURITY;
ALTER TABLE organisation FORCE ROW LEVEL SECURITY;
CREATE POLICY organisation ON organisation USING (
  id = current_setting('gatehouse.organisation', true)
  OR current_setting('gatehouse.organisation', true) = '*');

ALTER TABLE membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE membership FORCE ROW LEVEL SECURITY;
CREATE POLICY organisation ON membership USING (
  organisation = current_setting('gatehouse.organisation', true)
  OR current_setting('gatehouse.organisation', true) = '*');

ALTER TABLE api_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_key FORCE ROW LEVEL SECURITY;
CREATE POLICY organisation ON api_key USING (
  organisation = current_setting('gatehouse.organisation', true)
  OR current_setting('gatehouse.organisation', true) = '*');

GRANT SELECT, INSERT, UPDATE, DELETE ON organisation, user_account, membership, api_key TO ${app_role};
