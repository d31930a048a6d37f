-- The second wall between organisations, for every table that has an organisation: rows of others do not exist for the
-- application role, whatever its queries say, nor for the owner of the table (FORCE). '*' is the platform's own work.
-- '-' is a connection that was told no organisation, and an organisation that is none: neither sees the other.
--
-- In the migration that makes a table: CALL protect_by_organisation('connector');
CREATE OR REPLACE PROCEDURE protect_by_organisation(protected regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', protected);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', protected);
  EXECUTE format(
    'CREATE POLICY organisation ON %s USING ('
    || '(organisation = current_setting(''gatehouse.organisation'', true) AND organisation <> ''-'')'
    || ' OR current_setting(''gatehouse.organisation'', true) = ''*'')', protected);
END
$$;
