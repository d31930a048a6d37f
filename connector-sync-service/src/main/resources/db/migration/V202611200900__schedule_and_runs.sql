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

-- Connectors as the catalogue tells them, and when each is to be synced next. A run holds a lease;
-- its number only grows, so that a run whose lease has passed on cannot write any more.
CREATE TABLE schedule (
  connector_id uuid        PRIMARY KEY,
  organisation text        NOT NULL,
  revision     bigint      NOT NULL,
  manifest     text        NOT NULL,
  target       text        NOT NULL,
  active       boolean     NOT NULL,
  due_at       timestamptz NOT NULL,
  failures     integer     NOT NULL DEFAULT 0,
  lease        bigint      NOT NULL DEFAULT 0,
  leased_until timestamptz,
  health       text,
  health_reason text,
  UNIQUE (organisation, connector_id)
);
CREATE INDEX schedule_due_at ON schedule (due_at) WHERE active;

-- What became of each run; kept for a bounded time.
CREATE TABLE run (
  id               uuid        PRIMARY KEY,
  organisation     text        NOT NULL,
  connector_id     uuid        NOT NULL,
  cause            text        NOT NULL,
  outcome          text        NOT NULL,
  tools            integer     NOT NULL,
  refused          integer     NOT NULL,
  reason           text,
  protocol_version text,
  started_at       timestamptz NOT NULL,
  finished_at      timestamptz NOT NULL,
  FOREIGN KEY (organisation, connector_id)
    REFERENCES schedule (organisation, connector_id) ON DELETE CASCADE
);
CREATE INDEX run_connector_id ON run (connector_id, id DESC);
CREATE INDEX run_finished_at ON run (finished_at);

CALL protect_by_organisation('schedule');
CALL protect_by_organisation('run');

GRANT SELECT, INSERT, UPDATE, DELETE ON schedule, run TO ${app_role};
