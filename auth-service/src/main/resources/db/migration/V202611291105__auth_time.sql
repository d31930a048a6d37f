-- When the person behind a session authenticated (OpenID Connect Core, section 2, auth_time): at a provider that may
-- have been long before the session began. Old replicas go on writing rows without it during the update.
ALTER TABLE browser_session ADD COLUMN auth_time timestamptz NOT NULL DEFAULT now();
UPDATE browser_session SET auth_time = created_at;
