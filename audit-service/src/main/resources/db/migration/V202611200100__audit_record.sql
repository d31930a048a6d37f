-- The trail. Rows are only ever added: the application role may SELECT and INSERT, nothing else, and old rows leave as
-- whole partitions. One partition per UTC day of the immutable occurred_at, split by retention class, so that a record
-- which is delivered twice meets itself however late the second delivery is.
CREATE TABLE audit_record (
  id              uuid        NOT NULL,
  day             date        NOT NULL,
  retention_class text        NOT NULL,
  organisation    text        NOT NULL,
  occurred_at     timestamptz NOT NULL,
  ingested_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
  service         text        NOT NULL,
  phase           text        NOT NULL,
  attempt         uuid,
  action          text        NOT NULL,
  tool            text,
  exposed_as      text,
  connector       text,
  gateway         text,
  actor           text,
  api_key         text,
  client          text,
  outcome         text        NOT NULL,
  duration_micros bigint,
  trace_id        text,
  record          text        NOT NULL,
  PRIMARY KEY (id, day, retention_class),
  CONSTRAINT day_of_occurrence CHECK (day = (occurred_at AT TIME ZONE 'UTC')::date)
) PARTITION BY RANGE (day);

COMMENT ON COLUMN audit_record.record IS
  'the whole record as canonical JSON (RFC 8785): text, because jsonb would neither keep the bytes nor take \u0000';
COMMENT ON COLUMN audit_record.tool IS 'name at the connector; the name that was asked for where there is no such tool';
COMMENT ON COLUMN audit_record.exposed_as IS 'name in the gateway, where it is another';
COMMENT ON COLUMN audit_record.actor IS 'the user, else the API key, else the client, else the service';

-- Every index serves one filter and the order of the list: newest first within an organisation. The day comes first in
-- that order because the partitions are then read one after the other and only as far as a page needs.
CREATE INDEX audit_record_newest ON audit_record (organisation, day, occurred_at, id);
CREATE INDEX audit_record_action ON audit_record (organisation, action, day, occurred_at, id);
CREATE INDEX audit_record_actor ON audit_record (organisation, actor, day, occurred_at, id);
CREATE INDEX audit_record_tool ON audit_record (organisation, tool, day, occurred_at, id)
  WHERE tool IS NOT NULL;
CREATE INDEX audit_record_exposed_as ON audit_record (organisation, exposed_as, day, occurred_at, id)
  WHERE exposed_as IS NOT NULL;
CREATE INDEX audit_record_connector ON audit_record (organisation, connector, day, occurred_at, id)
  WHERE connector IS NOT NULL;
CREATE INDEX audit_record_gateway ON audit_record (organisation, gateway, day, occurred_at, id)
  WHERE gateway IS NOT NULL;
CREATE INDEX audit_record_outcome ON audit_record (organisation, outcome, day, occurred_at, id)
  WHERE outcome <> 'SUCCESS';

-- '-' stands for no organisation, both on a connection that was told none and on what belongs to the platform; neither
-- may see the other. '*' is the platform's own work.
ALTER TABLE audit_record ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_record FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON audit_record
  USING (
    (organisation = current_setting('gatehouse.organisation', true) AND organisation <> '-')
    OR current_setting('gatehouse.organisation', true) = '*')
  WITH CHECK (current_setting('gatehouse.organisation', true) = '*');

GRANT SELECT, INSERT ON audit_record TO ${app_role};

-- Makes the partition of a day and a retention class unless it is there. The application role must not create tables,
-- so this runs with the rights of the owner. Attaching, unlike CREATE … PARTITION OF, lets readers and writers go on.
CREATE FUNCTION audit_partition_ensure(wanted_day date, wanted_class text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  day_table   text := format('audit_record_%s', to_char(wanted_day, 'YYYYMMDD'));
  class_table text := format('%s_%s', day_table, wanted_class);
BEGIN
  IF wanted_class !~ '^[a-z][a-z0-9]{0,19}$' THEN
    RAISE EXCEPTION 'not a retention class: %', wanted_class USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF to_regclass(class_table) IS NOT NULL THEN
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('audit_partition_ensure', 0));
  IF to_regclass(day_table) IS NULL THEN
    EXECUTE format(
      'CREATE TABLE %I (LIKE audit_record INCLUDING DEFAULTS INCLUDING CONSTRAINTS) PARTITION BY LIST (retention_class)',
      day_table);
    EXECUTE format('ALTER TABLE audit_record ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
      day_table, wanted_day, wanted_day + 1);
  END IF;
  IF to_regclass(class_table) IS NULL THEN
    EXECUTE format('CREATE TABLE %I (LIKE audit_record INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', class_table);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES IN (%L)', day_table, class_table, wanted_class);
  END IF;
END
$$;
REVOKE ALL ON FUNCTION audit_partition_ensure(date, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_partition_ensure(date, text) TO ${app_role};

-- Batches are copied to a temporary table first: it needs no log, and every connection has its own.
DO $$
BEGIN
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO %I', current_database(), '${app_role}');
END
$$;
