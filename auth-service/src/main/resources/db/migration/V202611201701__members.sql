-- An offer to join an organisation, for whoever holds its link. Of the link's token only the hash is kept.
CREATE TABLE invitation (
  id           text        PRIMARY KEY,
  organisation text        NOT NULL REFERENCES organisation (id),
  token_hash   text        NOT NULL UNIQUE,
  role         text        NOT NULL CHECK (role IN ('viewer', 'editor', 'admin', 'owner')),
  label        text,
  created_by   text        NOT NULL,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL
);
CREATE INDEX invitation_organisation ON invitation (organisation);
CREATE INDEX invitation_expires ON invitation (expires_at);

CALL protect_by_organisation('invitation');

CREATE INDEX api_key_user ON api_key (user_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON invitation TO ${app_role};
