-- Browsers that people have signed in at with their password: nobody else's wrong tries slow them down there.
CREATE TABLE known_browser (
  user_id      text        NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  browser_hash text        NOT NULL,
  last_used_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, browser_hash)
);
CREATE INDEX known_browser_last_used ON known_browser (last_used_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON known_browser TO ${app_role};

-- An invitation that was made with a key ends with it.
ALTER TABLE invitation ADD COLUMN made_with_key text;
