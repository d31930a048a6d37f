-- No more than some runs at a time ask one host, whichever replica they are in.
ALTER TABLE schedule ADD COLUMN host text NOT NULL DEFAULT '';
CREATE INDEX schedule_leased ON schedule (host) WHERE leased_until IS NOT NULL;

-- Between runs it is only looked whether the upstream is there.
ALTER TABLE schedule ADD COLUMN probe_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX schedule_probe_at ON schedule (probe_at) WHERE active;

-- What a run changed, against what the run before had found.
ALTER TABLE run ADD COLUMN added integer NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN changed integer NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN removed integer NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN unchanged integer NOT NULL DEFAULT 0;

-- Hashes of the tools that were found last, by name, as JSON; written only where they differ.
CREATE TABLE known_tools (
  connector_id uuid PRIMARY KEY,
  organisation text NOT NULL,
  hashes       text NOT NULL,
  FOREIGN KEY (organisation, connector_id)
    REFERENCES schedule (organisation, connector_id) ON DELETE CASCADE
);
CALL protect_by_organisation('known_tools');
GRANT SELECT, INSERT, UPDATE, DELETE ON known_tools TO ${app_role};
