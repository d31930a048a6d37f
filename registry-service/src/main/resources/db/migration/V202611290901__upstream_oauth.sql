-- How tokens for an upstream are got, as JSON without any secret; and how often it is synced.
ALTER TABLE connector ADD COLUMN oauth text;
ALTER TABLE connector ADD COLUMN sync_interval_seconds bigint;
