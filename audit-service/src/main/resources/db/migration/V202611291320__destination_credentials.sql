-- Where in the vault the credentials of a destination lie. Others lie at another place, so that no turn sends them to the
-- address of before.
ALTER TABLE audit_destination ADD COLUMN credentials uuid;
-- The owner is held by row-level security, too.
SELECT set_config('gatehouse.organisation', '*', true);
UPDATE audit_destination SET credentials = id WHERE secret;
ALTER TABLE audit_destination DROP COLUMN secret;
