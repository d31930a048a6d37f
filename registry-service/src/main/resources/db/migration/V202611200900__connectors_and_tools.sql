-- The second wall between organisations: rows of others do not exist for the application's role.
-- Row-level security holds for the owner of the table too (FORCE).
CREATE PROCEDURE protect_by_organisation(protected regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', protected);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', protected);
  EXECUTE format(
    'CREATE POLICY organisation ON %s USING ('
    || 'organisation = current_setting(''gatehouse.organisation'', true)'
    || ' OR current_setting(''gatehouse.organisation'', true) = ''*'')', protected);
END
$$;

-- What people say about an upstream.
CREATE TABLE connector (
  id                  uuid        PRIMARY KEY,
  organisation        text        NOT NULL,
  kind                text        NOT NULL,
  slug                text        NOT NULL,
  name                text        NOT NULL,
  transport           text        NOT NULL,
  url                 text,
  command             text,
  args                text[]      NOT NULL,
  allowed_tools       text[],
  enabled             boolean     NOT NULL,
  change_policy       text        NOT NULL,
  trusted_annotations boolean     NOT NULL,
  validate_arguments  boolean     NOT NULL,
  forwarded_headers   text[]      NOT NULL,
  timeout_millis      bigint      NOT NULL,
  credential_path     text,
  credential_version  integer,
  revision            bigint      NOT NULL,
  created_at          timestamptz NOT NULL,
  updated_at          timestamptz NOT NULL,
  version             integer     NOT NULL,
  UNIQUE (organisation, slug),
  UNIQUE (organisation, id),
  CHECK ((credential_path IS NULL) = (credential_version IS NULL))
);

-- What runs and probes found out about it; apart, so that a run does not count as a change.
CREATE TABLE connector_status (
  connector_id     uuid        PRIMARY KEY,
  organisation     text        NOT NULL,
  state            text        NOT NULL,
  reason           text,
  since            timestamptz NOT NULL,
  last_run_at      timestamptz,
  protocol_version text,
  server_info      text,
  instructions     text,
  refused_tools    text        NOT NULL,
  FOREIGN KEY (organisation, connector_id) REFERENCES connector (organisation, id) ON DELETE CASCADE
);

-- Secrets in Vault that nothing refers to, or may not refer to: destroyed once they are due.
CREATE TABLE abandoned_secret (
  path         text        PRIMARY KEY,
  organisation text        NOT NULL,
  due_at       timestamptz NOT NULL
);
CREATE INDEX abandoned_secret_due_at ON abandoned_secret (due_at);

CREATE TABLE tool (
  id           uuid        PRIMARY KEY,
  organisation text        NOT NULL,
  connector_id uuid        NOT NULL,
  name         text        NOT NULL,
  state        text        NOT NULL,
  allowed      boolean     NOT NULL,
  served_hash  text        NOT NULL,
  pending_hash text,
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  version      integer     NOT NULL,
  UNIQUE (connector_id, name),
  UNIQUE (organisation, id),
  FOREIGN KEY (organisation, connector_id) REFERENCES connector (organisation, id) ON DELETE CASCADE
);

-- Every definition that a tool ever had, and what was decided about it.
CREATE TABLE tool_definition (
  tool_id      uuid        NOT NULL,
  hash         text        NOT NULL,
  organisation text        NOT NULL,
  definition   text        NOT NULL,
  verdict      text        NOT NULL,
  found_at     timestamptz NOT NULL,
  decided_at   timestamptz,
  decided_by   text,
  PRIMARY KEY (tool_id, hash),
  FOREIGN KEY (organisation, tool_id) REFERENCES tool (organisation, id) ON DELETE CASCADE
);

-- What a run has told so far; it counts once the run says that it has ended.
CREATE TABLE discovery_part (
  connector_id uuid        NOT NULL,
  run          text        NOT NULL,
  part         integer     NOT NULL,
  organisation text        NOT NULL,
  tools        text        NOT NULL,
  received_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (connector_id, run, part)
);
CREATE INDEX discovery_part_received_at ON discovery_part (received_at);

CALL protect_by_organisation('connector');
CALL protect_by_organisation('connector_status');
CALL protect_by_organisation('abandoned_secret');
CALL protect_by_organisation('tool');
CALL protect_by_organisation('tool_definition');
CALL protect_by_organisation('discovery_part');

GRANT SELECT, INSERT, UPDATE, DELETE
  ON connector, connector_status, abandoned_secret, tool, tool_definition, discovery_part
  TO ${app_role};
