-- What a client asked of the sign-in and consent pages (OpenID Connect Core, section 3.1.2.1, prompt).
ALTER TABLE authorization_request
  ADD COLUMN silent        boolean NOT NULL DEFAULT false,
  ADD COLUMN ask_again     boolean NOT NULL DEFAULT false,
  ADD COLUMN sign_in_again boolean NOT NULL DEFAULT false;
