-- A renewal that began and of which nothing was kept may have used the refresh token up; and how old the tokens are.
ALTER TABLE upstream_credential ADD COLUMN interrupted boolean NOT NULL DEFAULT false;
ALTER TABLE upstream_credential ADD COLUMN renewed_at timestamptz;
ALTER TABLE upstream_credential ADD COLUMN renewable boolean NOT NULL DEFAULT true;

-- Connectors of before had no host: all of them together were one, with as few runs at a time.
SELECT set_config('gatehouse.organisation', '*', true);
UPDATE schedule
SET host = lower(coalesce(
  substring(CAST(manifest AS json) ->> 'url' from '^[A-Za-z]+://(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]+)'),
  CAST(connector_id AS text)))
WHERE host = '';
ALTER TABLE schedule ALTER COLUMN host DROP DEFAULT;

-- Since when an upstream is as it is, whatever was said of it since.
ALTER TABLE schedule ADD COLUMN health_since timestamptz;

-- Until when an upstream wants to be left alone.
ALTER TABLE schedule ADD COLUMN not_before timestamptz;

-- Upstreams that tell of changes are listened to, each by one replica; a run that news have brought about is not
-- followed by another one at once.
ALTER TABLE schedule ADD COLUMN listens boolean NOT NULL DEFAULT false;
ALTER TABLE schedule ADD COLUMN listener uuid;
ALTER TABLE schedule ADD COLUMN listened_until timestamptz;
ALTER TABLE schedule ADD COLUMN news_due_at timestamptz;
CREATE INDEX schedule_listens ON schedule (listened_until) WHERE active AND listens;
