-- Where records of an organisation are sent as they come. Credentials are in the vault, under the id.
CREATE TABLE audit_destination (
  id            uuid        PRIMARY KEY,
  organisation  text        NOT NULL,
  document      text        NOT NULL,
  enabled       boolean     NOT NULL,
  every_seconds int         NOT NULL,
  secret        boolean     NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  due_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  leased_until  timestamptz,
  delivered     bigint      NOT NULL DEFAULT 0,
  delivered_at  timestamptz,
  failures      int         NOT NULL DEFAULT 0,
  failing_since timestamptz,
  problem       text
);
CREATE INDEX audit_destination_organisation ON audit_destination (organisation, created_at);
CREATE INDEX audit_destination_due ON audit_destination (due_at) WHERE enabled;
CALL protect_by_organisation('audit_destination');
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_destination TO ${app_role};

-- How far a destination has acknowledged each chain.
CREATE TABLE audit_destination_place (
  destination     uuid   NOT NULL REFERENCES audit_destination ON DELETE CASCADE,
  organisation    text   NOT NULL,
  day             date   NOT NULL,
  retention_class text   NOT NULL,
  seq             bigint NOT NULL,
  PRIMARY KEY (destination, day, retention_class)
);
CALL protect_by_organisation('audit_destination_place');
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_destination_place TO ${app_role};
