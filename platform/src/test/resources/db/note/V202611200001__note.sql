CREATE TABLE note (
  id           uuid PRIMARY KEY,
  organisation text NOT NULL,
  text         text NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON note TO ${app_role};
