CREATE TABLE note (
  id           uuid PRIMARY KEY,
  organisation text NOT NULL,
  text         text NOT NULL
);
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
ALTER TABLE note FORCE ROW LEVEL SECURITY;
CREATE POLICY of_organisation ON note
  USING (current_setting('gatehouse.organisation', true) IN (organisation, '*'));
GRANT SELECT, INSERT, UPDATE, DELETE ON note TO ${app_role};
