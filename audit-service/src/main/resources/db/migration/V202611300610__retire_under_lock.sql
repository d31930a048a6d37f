-- Whether a partition may go is decided while nobody can change the answer: under the locks that dropping it takes anyway.
-- Before, it was asked first and the locks were waited for afterwards; what was held or stored meanwhile went too.

-- Why a partition stays; null if it may go. What is empty goes as soon as its day is over: partitions are made ahead for
-- every class, and one that nobody used would cost every query over the whole trail its locks for years.
CREATE FUNCTION audit_partition_kept(old_day date, old_class text) RETURNS text
  LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
DECLARE
  class_table text := format('audit_record_%s_%s', to_char(old_day, 'YYYYMMDD'), old_class);
  today       date := (clock_timestamp() AT TIME ZONE 'UTC')::date;
  kept        int;
  filled      boolean;
BEGIN
  SELECT days INTO kept FROM audit_retention WHERE retention_class = old_class;
  IF kept IS NULL OR to_regclass(class_table) IS NULL THEN
    RETURN 'absent';
  END IF;
  EXECUTE format('SELECT EXISTS (SELECT FROM %I)', class_table) INTO filled;
  IF (old_day + CASE WHEN filled THEN kept ELSE 1 END >= today) THEN
    RETURN 'young';
  END IF;
  IF EXISTS (SELECT FROM audit_hold h JOIN audit_chain c USING (organisation)
             WHERE h.released_at IS NULL AND c.day = old_day AND c.retention_class = old_class
               AND old_day BETWEEN coalesce(h.from_day, old_day) AND coalesce(h.to_day, old_day)) THEN
    RETURN 'held';
  END IF;
  IF EXISTS (SELECT FROM audit_chain WHERE day = old_day AND retention_class = old_class AND records > signed) THEN
    RETURN 'unsigned';
  END IF;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION audit_partition_kept(date, text) FROM PUBLIC;

-- Locks are taken in the order in which readers take them: the trail (only when the last class of a day goes, and the day
-- with it), the day, the class. Two seconds are waited for the first, while nothing is held that others of these wait for;
-- a tenth of a second for each that follows, since those who copy rows come from the other side. All of that is less than
-- PostgreSQL waits before it looks for a deadlock (deadlock_timeout, a second), so that no reader is ended for it.
-- Holds are placed with a lock on their table until they are committed: one is there, or it waits until this is over.
CREATE OR REPLACE FUNCTION audit_partition_retire(old_day date, old_class text) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '2s'
AS $$
DECLARE
  day_table   text := format('audit_record_%s', to_char(old_day, 'YYYYMMDD'));
  class_table text := format('%s_%s', day_table, old_class);
  why         text;
  last_class  boolean;
  filled      boolean;
BEGIN
  -- With a snapshot for the whole transaction the second look would see no more than the first.
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'partitions are retired in READ COMMITTED only' USING ERRCODE = 'invalid_transaction_state';
  END IF;
  PERFORM set_config('gatehouse.organisation', '*', true);
  PERFORM pg_advisory_xact_lock(hashtextextended('audit_partition_ensure', 0));
  why := audit_partition_kept(old_day, old_class); -- nobody need wait for what stays anyway
  IF why IS NOT NULL THEN
    RETURN why;
  END IF;
  last_class := NOT EXISTS (SELECT FROM pg_inherits
                            WHERE inhparent = to_regclass(day_table) AND inhrelid <> to_regclass(class_table));
  IF last_class THEN
    LOCK TABLE ONLY audit_record IN ACCESS EXCLUSIVE MODE;
    PERFORM set_config('lock_timeout', '100ms', true);
  END IF;
  EXECUTE format('LOCK TABLE ONLY %I IN ACCESS EXCLUSIVE MODE', day_table);
  PERFORM set_config('lock_timeout', '100ms', true);
  EXECUTE format('LOCK TABLE ONLY %I IN ACCESS EXCLUSIVE MODE', class_table);
  LOCK TABLE audit_hold IN SHARE MODE;
  why := audit_partition_kept(old_day, old_class);
  IF why IS NOT NULL THEN
    RETURN why;
  END IF;
  -- What was empty has not left at its time: a late record may make it anew, and is then verified like any other.
  EXECUTE format('SELECT EXISTS (SELECT FROM %I)', class_table) INTO filled;
  IF filled THEN
    INSERT INTO audit_retired (day, retention_class) VALUES (old_day, old_class) ON CONFLICT DO NOTHING;
  END IF;
  EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', day_table, class_table);
  EXECUTE format('DROP TABLE %I', class_table);
  IF last_class THEN
    EXECUTE format('ALTER TABLE audit_record DETACH PARTITION %I', day_table);
    EXECUTE format('DROP TABLE %I', day_table);
  END IF;
  RETURN CASE WHEN filled THEN 'retired' ELSE 'empty' END;
EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
  RETURN 'busy';
END
$$;
