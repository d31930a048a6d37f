package dev.gatehouse.sync.oauth;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint gave; {@code toString} does not show it.
 *
 * @param refreshToken null if there is none
 * @param expiresAt null if the server does not say
 * @param scope that was granted, separated by blanks
 */
public record Tokens(
    String accessToken, @Nullable String refreshToken, @Nullable Instant expiresAt, String scope) {
  @Override
  public String toString() {
    return "Tokens[expiresAt=" + expiresAt + "]";
  }
}
