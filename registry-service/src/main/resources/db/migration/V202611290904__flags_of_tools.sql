-- What a person should look at in the definition that a tool had at the last run, as JSON.
ALTER TABLE tool ADD COLUMN flags text NOT NULL DEFAULT '[]';
