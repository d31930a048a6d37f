package dev.gatehouse.sync.oauth;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Who we are to authorization servers.
 *
 * @param redirectUri the one where answers arrive
 * @param document address of our client metadata document, which is our client id at servers that
 *     read it; null if we have none that they could reach
 * @param clientId registered by a person beforehand; null to introduce ourselves
 * @param clientSecret that goes with it, if any
 */
public record ClientProfile(
    String name,
    URI redirectUri,
    @Nullable URI document,
    @Nullable String clientId,
    @Nullable String clientSecret) {

  @Override
  public String toString() {
    return "ClientProfile[" + clientId + "]";
  }
}
