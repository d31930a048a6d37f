-- Verification reads a chain in its order; without this it would sort a whole day first. Partitions are of one day and
-- class, so neither is in it.
CREATE INDEX audit_record_chain ON audit_record (organisation, seq);

-- Dropping a partition needs a lock that nobody else may hold, and everybody who comes later waits behind that wish. So it
-- is not wished for long: who reads or writes the day makes it 'busy', and the next round tries again.
CREATE OR REPLACE FUNCTION audit_partition_retire(old_day date, old_class text) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
  day_table   text := format('audit_record_%s', to_char(old_day, 'YYYYMMDD'));
  class_table text := format('%s_%s', day_table, old_class);
  kept        int;
BEGIN
  SELECT days INTO kept FROM audit_retention WHERE retention_class = old_class;
  IF kept IS NULL OR to_regclass(class_table) IS NULL THEN
    RETURN 'absent';
  END IF;
  IF old_day + kept >= (clock_timestamp() AT TIME ZONE 'UTC')::date THEN
    RETURN 'young';
  END IF;
  PERFORM set_config('gatehouse.organisation', '*', true);
  IF EXISTS (SELECT FROM audit_hold h JOIN audit_chain c USING (organisation)
             WHERE h.released_at IS NULL AND c.day = old_day AND c.retention_class = old_class
               AND old_day BETWEEN coalesce(h.from_day, old_day) AND coalesce(h.to_day, old_day)) THEN
    RETURN 'held';
  END IF;
  IF EXISTS (SELECT FROM audit_chain WHERE day = old_day AND retention_class = old_class AND records > signed) THEN
    RETURN 'unsigned';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('audit_partition_ensure', 0));
  INSERT INTO audit_retired (day, retention_class) VALUES (old_day, old_class) ON CONFLICT DO NOTHING;
  EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', day_table, class_table);
  EXECUTE format('DROP TABLE %I', class_table);
  IF NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = to_regclass(day_table)) THEN
    EXECUTE format('ALTER TABLE audit_record DETACH PARTITION %I', day_table);
    EXECUTE format('DROP TABLE %I', day_table);
  END IF;
  RETURN 'retired';
EXCEPTION WHEN lock_not_available THEN
  RETURN 'busy';
END
$$;
