package dev.gatehouse.auth.client;

import dev.gatehouse.platform.readiness.RunMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * URIs of clients that are fetched: https, and in local runs http to this machine too, for those
 * who write a client. Whether the address may be reached is decided when it is.
 */
@ApplicationScoped
class FetchedUris {
  private static final int LONGEST = 2_000;

  private final boolean local;

  FetchedUris(
      @ConfigProperty(name = "gatehouse.run-mode", defaultValue = "production") String runMode) {
    this.local = RunMode.of(runMode) == RunMode.LOCAL;
  }

  Optional<URI> parse(String text) {
    try {
      return text.length() > LONGEST ? Optional.empty() : check(new URI(text));
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private Optional<URI> check(URI uri) {
    boolean scheme =
        "https".equals(uri.getScheme())
            || (local && "http".equals(uri.getScheme()) && RedirectUris.isLoopback(uri));
    return scheme
            && uri.getHost() != null
            && uri.getRawUserInfo() == null
            && uri.getRawFragment() == null
        ? Optional.of(uri)
        : Optional.empty();
  }
}
