-- How far a chain had come when its day left. A record that comes late makes the day again and goes on from there, so that
-- audit_retired alone does not tell what should be there. Written by the owner only.
CREATE TABLE audit_retired_chain (
  organisation    text   NOT NULL,
  day             date   NOT NULL,
  retention_class text   NOT NULL,
  records         bigint NOT NULL,
  PRIMARY KEY (organisation, day, retention_class)
);
COMMENT ON COLUMN audit_retired_chain.records IS 'places of the chain, from the first, whose records have left';
CALL protect_by_organisation('audit_retired_chain');
GRANT SELECT ON audit_retired_chain TO ${app_role};

-- Before, not after: that a day leaves is entered again each time that it does, and only this sees an entry that is there.
CREATE FUNCTION audit_chains_left() RETURNS trigger
  LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO audit_retired_chain (organisation, day, retention_class, records)
    SELECT organisation, day, retention_class, records FROM audit_chain
    WHERE day = NEW.day AND retention_class = NEW.retention_class
    ON CONFLICT (organisation, day, retention_class) DO UPDATE SET records = excluded.records;
  RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION audit_chains_left() FROM PUBLIC;
CREATE TRIGGER chains_left BEFORE INSERT ON audit_retired FOR EACH ROW EXECUTE FUNCTION audit_chains_left();

-- What has left until now: up to the first record of a day that was made again, else all.
DO $$
DECLARE
  c     record;
  part  text;
  first bigint;
BEGIN
  PERFORM set_config('gatehouse.organisation', '*', true);
  FOR c IN SELECT a.* FROM audit_chain a JOIN audit_retired USING (day, retention_class) LOOP
    part := format('audit_record_%s_%s', to_char(c.day, 'YYYYMMDD'), c.retention_class);
    first := NULL;
    IF to_regclass(part) IS NOT NULL THEN
      EXECUTE format('SELECT min(seq) FROM %I WHERE organisation = $1', part) INTO first USING c.organisation;
    END IF;
    INSERT INTO audit_retired_chain VALUES
      (c.organisation, c.day, c.retention_class, coalesce(first - 1, c.records));
  END LOOP;
END
$$;
