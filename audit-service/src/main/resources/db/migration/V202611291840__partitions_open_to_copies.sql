-- Rows are copied to the partition that they belong to: COPY takes no table with row-level security, and spares the way
-- over a temporary table. Nobody but the platform may, as above; rows can be added there and not so much as read.
CREATE FUNCTION audit_written_by_platform() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('gatehouse.organisation', true) IS DISTINCT FROM '*' THEN
    RAISE EXCEPTION 'records are added by the platform only' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END
$$;

CREATE FUNCTION audit_partition_open(class_table text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('GRANT INSERT ON %I TO ${app_role}', class_table);
  EXECUTE format('CREATE OR REPLACE TRIGGER written_by_platform BEFORE INSERT ON %I'
    || ' FOR EACH STATEMENT EXECUTE FUNCTION audit_written_by_platform()', class_table);
END
$$;
REVOKE ALL ON FUNCTION audit_partition_open(text) FROM PUBLIC;

SELECT audit_partition_open(relid::text) FROM pg_partition_tree('audit_record') WHERE isleaf AND level = 2;

-- A partition that is there need not be open: the function of before may have made it while this migration ran.
CREATE OR REPLACE FUNCTION audit_partition_ensure(wanted_day date, wanted_class text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  day_table   text := format('audit_record_%s', to_char(wanted_day, 'YYYYMMDD'));
  class_table text := format('%s_%s', day_table, wanted_class);
BEGIN
  IF wanted_class !~ '^[a-z][a-z0-9]{0,19}$' THEN
    RAISE EXCEPTION 'not a retention class: %', wanted_class USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF has_table_privilege('${app_role}'::name, to_regclass(class_table)::oid, 'INSERT') THEN
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
  PERFORM audit_partition_open(class_table);
END
$$;
