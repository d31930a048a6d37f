package dev.gatehouse.auth.client;

/** Who may register a client. */
enum RegistrationMode {
  /** Nobody; the endpoint does not exist and is not advertised. */
  OFF,
  /** Whoever presents the initial access token. */
  TOKEN,
  /** Everybody. */
  OPEN
}
