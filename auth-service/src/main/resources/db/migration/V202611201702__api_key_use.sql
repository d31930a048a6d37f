-- When a key was used last, about: told by the services now and then.
ALTER TABLE api_key ADD COLUMN last_used_at timestamptz;
