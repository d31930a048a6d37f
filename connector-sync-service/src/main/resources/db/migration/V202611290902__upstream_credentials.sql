-- Tokens for upstreams, of a connector ('' as user) or of one of its users. What is secret is ciphertext of the organisation's
-- Transit key. A lease lets one replica refresh at a time; its number only grows, so that who was overtaken cannot write.
CREATE TABLE upstream_credential (
  id               uuid        PRIMARY KEY,
  organisation     text        NOT NULL,
  connector_id     uuid        NOT NULL,
  user_id          text        NOT NULL,
  target           text        NOT NULL,
  version          bigint      NOT NULL,
  ciphertext       text,
  state            text        NOT NULL,
  reason           text,
  wanted_scope     text,
  expires_at       timestamptz,
  refresh_at       timestamptz,
  refreshing_until timestamptz,
  lease            bigint      NOT NULL DEFAULT 0,
  failures         integer     NOT NULL DEFAULT 0,
  UNIQUE (connector_id, user_id),
  FOREIGN KEY (organisation, connector_id)
    REFERENCES schedule (organisation, connector_id) ON DELETE CASCADE
);
CREATE INDEX upstream_credential_refresh_at ON upstream_credential (refresh_at)
  WHERE refresh_at IS NOT NULL;

-- Gatehouse's clients at authorization servers, where it had to register itself.
CREATE TABLE upstream_client (
  id           uuid PRIMARY KEY,
  organisation text NOT NULL,
  connector_id uuid NOT NULL,
  ciphertext   text NOT NULL,
  UNIQUE (connector_id),
  FOREIGN KEY (organisation, connector_id)
    REFERENCES schedule (organisation, connector_id) ON DELETE CASCADE
);

-- Links to connect an account, and authorizations that a browser has gone for. Both are known by a hash, used once and soon gone.
CREATE TABLE connect_ticket (
  hash         text        PRIMARY KEY,
  organisation text        NOT NULL,
  connector_id uuid        NOT NULL,
  opener       text        NOT NULL,
  expires_at   timestamptz NOT NULL,
  FOREIGN KEY (organisation, connector_id)
    REFERENCES schedule (organisation, connector_id) ON DELETE CASCADE
);
CREATE INDEX connect_ticket_expires_at ON connect_ticket (expires_at);

CREATE TABLE pending_authorization (
  hash         text        PRIMARY KEY,
  organisation text        NOT NULL,
  connector_id uuid        NOT NULL,
  opener       text        NOT NULL,
  user_id      text        NOT NULL,
  target       text        NOT NULL,
  ciphertext   text        NOT NULL,
  expires_at   timestamptz NOT NULL,
  FOREIGN KEY (organisation, connector_id)
    REFERENCES schedule (organisation, connector_id) ON DELETE CASCADE
);
CREATE INDEX pending_authorization_expires_at ON pending_authorization (expires_at);

CALL protect_by_organisation('upstream_credential');
CALL protect_by_organisation('upstream_client');
CALL protect_by_organisation('connect_ticket');
CALL protect_by_organisation('pending_authorization');

GRANT SELECT, INSERT, UPDATE, DELETE
  ON upstream_credential, upstream_client, connect_ticket, pending_authorization TO ${app_role};
