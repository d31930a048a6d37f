package dev.gatehouse.gateway.session;

import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * This process: what it knows of a legacy session is gone when it ends, so each start is another.
 */
@Singleton
public final class Replica {
  /** Longer addresses would not fit into a session id. */
  private static final int MAX_ADDRESS = 252;

  private final long id = new SecureRandom().nextLong();
  private final @Nullable URI address;

  Replica(ReplicaConfig config) {
    this.address = config.address().orElse(null);
    if (address != null
        && (address.getHost() == null
            || !("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
            || bytes(address).length > MAX_ADDRESS)) {
      throw new IllegalArgumentException(
          "gatehouse.replica.address must be an http or https URL with a host, without a path");
    }
  }

  long id() {
    return id;
  }

  /** Null where there are no others. */
  @Nullable URI address() {
    return address;
  }

  static byte[] bytes(URI address) {
    return address.toString().getBytes(StandardCharsets.UTF_8);
  }
}
