package dev.gatehouse.sync.connect;

import dev.gatehouse.platform.event.CatalogEvent.UpstreamOAuth;
import dev.gatehouse.sync.oauth.TokenSource;
import dev.gatehouse.sync.oauth.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Tokens, and how to get the next ones; only ever stored as ciphertext.
 *
 * @param grant by which they were got, a name of {@link UpstreamOAuth}; null in what was stored
 *     before it was kept
 */
record StoredTokens(TokenSource source, Tokens tokens, @Nullable String grant) {

  /** Whether they are the client's own, got and got again by its secret. */
  boolean ofTheClient() {
    return UpstreamOAuth.CLIENT_CREDENTIALS.equals(grant);
  }

  /** Whether others can be had in place of them without a person. */
  boolean renewable() {
    return ofTheClient() || tokens.refreshToken() != null;
  }

  StoredTokens gotBy(String grant) {
    return new StoredTokens(source, tokens, grant);
  }

  StoredTokens with(Tokens fresh) {
    return new StoredTokens(source, fresh, grant);
  }
}
