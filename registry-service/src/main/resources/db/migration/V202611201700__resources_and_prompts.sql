-- Resources, resource templates and prompts of connectors, as the last run found them.
CREATE TABLE feature (
  id           uuid        PRIMARY KEY,
  organisation text        NOT NULL,
  connector_id uuid        NOT NULL,
  kind         text        NOT NULL,
  name         text        NOT NULL,
  hash         text        NOT NULL,
  definition   text        NOT NULL,
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  version      integer     NOT NULL,
  UNIQUE (connector_id, kind, name),
  FOREIGN KEY (organisation, connector_id) REFERENCES connector (organisation, id) ON DELETE CASCADE
);

-- What a run has told of them so far; it counts once the run says that it has ended.
CREATE TABLE feature_part (
  connector_id uuid        NOT NULL,
  run          text        NOT NULL,
  part         integer     NOT NULL,
  organisation text        NOT NULL,
  features     text        NOT NULL,
  received_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (connector_id, run, part)
);
CREATE INDEX feature_part_received_at ON feature_part (received_at);

-- Connectors whose resources or prompts a gateway shows.
CREATE TABLE exposed_connector (
  id           uuid    PRIMARY KEY,
  organisation text    NOT NULL,
  gateway_id   uuid    NOT NULL,
  connector_id uuid    NOT NULL,
  resources    boolean NOT NULL,
  prompts      boolean NOT NULL,
  prefix       text,
  version      integer NOT NULL,
  UNIQUE (gateway_id, connector_id),
  FOREIGN KEY (organisation, gateway_id) REFERENCES gateway (organisation, id) ON DELETE CASCADE,
  FOREIGN KEY (organisation, connector_id) REFERENCES connector (organisation, id) ON DELETE CASCADE
);
CREATE INDEX exposed_connector_connector_id ON exposed_connector (connector_id);

ALTER TABLE connector_status ADD COLUMN capabilities text;

CALL protect_by_organisation('feature');
CALL protect_by_organisation('feature_part');
CALL protect_by_organisation('exposed_connector');

GRANT SELECT, INSERT, UPDATE, DELETE ON feature, feature_part, exposed_connector TO ${app_role};
