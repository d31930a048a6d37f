-- How long ago a person may have signed in, in seconds (OpenID Connect Core, section 3.1.2.1, max_age).
ALTER TABLE authorization_request ADD COLUMN max_age bigint;

-- Nonce and code verifier are made of the browser's cookie and a salt; the table has the salt only. Sign-ins that are
-- under way during the update have to be started again.
DELETE FROM sign_in_request;
ALTER TABLE sign_in_request
  DROP COLUMN nonce,
  DROP COLUMN code_verifier,
  ADD COLUMN salt text NOT NULL;
