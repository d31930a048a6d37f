-- Every record stands in a chain of hashes: one chain per organisation, day and retention class, in the order of writing.
-- seq counts from 1; chain covers the hash before it, seq, ingested_at and the record.
ALTER TABLE audit_record ADD COLUMN seq bigint NOT NULL DEFAULT 0;
ALTER TABLE audit_record ADD COLUMN chain bytea NOT NULL DEFAULT '';
ALTER TABLE audit_record ADD COLUMN skewed boolean NOT NULL DEFAULT false;
ALTER TABLE audit_record ALTER COLUMN seq DROP DEFAULT, ALTER COLUMN chain DROP DEFAULT;
COMMENT ON COLUMN audit_record.skewed IS 'its sender''s clock was ahead of ours by more than is allowed';

CREATE TABLE audit_chain (
  organisation    text   NOT NULL,
  day             date   NOT NULL,
  retention_class text   NOT NULL,
  records         bigint NOT NULL,
  head            bytea  NOT NULL,
  signed          bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (organisation, day, retention_class)
);
COMMENT ON TABLE audit_chain IS 'where each chain ends; what is signed of it is in audit_digest';
CREATE INDEX audit_chain_unsigned ON audit_chain (organisation) WHERE records > signed;
CALL protect_by_organisation('audit_chain');
GRANT SELECT, INSERT, UPDATE ON audit_chain TO ${app_role};

-- Signed statements about chains, themselves a chain per organisation. Kept for good.
CREATE TABLE audit_digest (
  organisation text        NOT NULL,
  number       bigint      NOT NULL,
  day          date        NOT NULL,
  content      text        NOT NULL,
  signature    bytea       NOT NULL,
  signed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (organisation, number)
);
COMMENT ON COLUMN audit_digest.content IS 'canonical JSON, that which is signed';
CALL protect_by_organisation('audit_digest');
GRANT SELECT, INSERT ON audit_digest TO ${app_role};

CREATE TABLE audit_settings (
  organisation text   PRIMARY KEY,
  document     text   NOT NULL
);
CALL protect_by_organisation('audit_settings');
GRANT SELECT, INSERT, UPDATE ON audit_settings TO ${app_role};

-- How long each class is kept. Only the owner changes it: the role that serves requests cannot shorten a life.
CREATE TABLE audit_retention (
  retention_class text PRIMARY KEY,
  days            int  NOT NULL CHECK (days >= 1)
);
INSERT INTO audit_retention VALUES ('short', 30), ('standard', 365), ('long', 2555);
GRANT SELECT ON audit_retention TO ${app_role};

-- While a hold stands, no partition leaves in which the organisation has records of these days.
CREATE TABLE audit_hold (
  id           uuid        PRIMARY KEY,
  organisation text        NOT NULL,
  reason       text        NOT NULL,
  from_day     date,
  to_day       date,
  placed_by    text,
  placed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  released_at  timestamptz
);
CREATE INDEX audit_hold_organisation ON audit_hold (organisation);
CALL protect_by_organisation('audit_hold');
GRANT SELECT, INSERT, UPDATE (released_at) ON audit_hold TO ${app_role};

CREATE TABLE audit_retired (
  day             date        NOT NULL,
  retention_class text        NOT NULL,
  retired_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (day, retention_class)
);
GRANT SELECT ON audit_retired TO ${app_role};

-- Drops the partition of a day and class if its time is over, all of it is signed and nobody holds it. The application
-- role asks; whether it may is decided here. Says what became of it.
CREATE FUNCTION audit_partition_retire(old_day date, old_class text) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
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
END
$$;
REVOKE ALL ON FUNCTION audit_partition_retire(date, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_partition_retire(date, text) TO ${app_role};

-- From an attempt to its outcome.
CREATE INDEX audit_record_attempt ON audit_record (attempt) WHERE attempt IS NOT NULL;
