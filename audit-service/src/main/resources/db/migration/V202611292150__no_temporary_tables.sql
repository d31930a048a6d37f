-- Rows no longer go by way of temporary tables.
DO $$
BEGIN
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM %I', current_database(), '${app_role}');
END
$$;
