-- Names in URLs: gateways, agents and runners of an organisation share them.
CREATE TABLE slug (
  organisation text NOT NULL,
  name         text NOT NULL,
  kind         text NOT NULL,
  owner_id     uuid NOT NULL UNIQUE,
  PRIMARY KEY (organisation, name)
);

CREATE TABLE gateway (
  id                uuid        PRIMARY KEY,
  organisation      text        NOT NULL,
  organisation_slug text        NOT NULL,
  slug              text        NOT NULL,
  name              text        NOT NULL,
  description       text,
  enabled           boolean     NOT NULL,
  api_keys_allowed  boolean     NOT NULL,
  query_key_allowed boolean     NOT NULL,
  scope_mode        text        NOT NULL,
  parts             integer     NOT NULL,
  revision          bigint      NOT NULL,
  created_at        timestamptz NOT NULL,
  updated_at        timestamptz NOT NULL,
  version           integer     NOT NULL,
  UNIQUE (organisation, id),
  FOREIGN KEY (organisation, slug) REFERENCES slug (organisation, name)
);

CREATE TABLE exposed_tool (
  id           uuid    PRIMARY KEY,
  organisation text    NOT NULL,
  gateway_id   uuid    NOT NULL,
  tool_id      uuid    NOT NULL,
  name         text    NOT NULL,
  alias        text,
  description  text,
  enabled      boolean NOT NULL,
  needed_scope text,
  position     integer NOT NULL,
  version      integer NOT NULL,
  UNIQUE (gateway_id, name),
  FOREIGN KEY (organisation, gateway_id) REFERENCES gateway (organisation, id) ON DELETE CASCADE,
  FOREIGN KEY (organisation, tool_id) REFERENCES tool (organisation, id) ON DELETE CASCADE
);
CREATE INDEX exposed_tool_tool_id ON exposed_tool (tool_id);

CALL protect_by_organisation('slug');
CALL protect_by_organisation('gateway');
CALL protect_by_organisation('exposed_tool');

GRANT SELECT, INSERT, UPDATE, DELETE ON slug, gateway, exposed_tool TO ${app_role};
