-- A used refresh token knows, together with its holder, which one follows it: for a few seconds the same is given again.
ALTER TABLE refresh_token ADD COLUMN successor_salt text;
