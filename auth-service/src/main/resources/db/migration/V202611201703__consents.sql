-- What a person has allowed a client in an organisation, so as not to ask again, and to take it back.
CREATE TABLE consent (
  id           text        PRIMARY KEY,
  organisation text        NOT NULL REFERENCES organisation (id),
  user_id      text        NOT NULL REFERENCES user_account (id),
  client_id    text        NOT NULL,
  redirect_uri text        NOT NULL,
  resource     text        NOT NULL,
  scopes       text        NOT NULL,
  given_at     timestamptz NOT NULL
);
CREATE UNIQUE INDEX consent_of ON consent (organisation, user_id, client_id, resource, md5(redirect_uri));
CREATE INDEX consent_user ON consent (user_id);

CALL protect_by_organisation('consent');

GRANT SELECT, INSERT, UPDATE, DELETE ON consent TO ${app_role};
