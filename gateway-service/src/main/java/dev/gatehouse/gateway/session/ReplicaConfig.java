package dev.gatehouse.gateway.session;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** This process among the others that serve the same gateways. */
@ConfigMapping(prefix = "gatehouse.replica")
public interface ReplicaConfig {
  /**
   * Where the other replicas reach this one, such as {@code http://10.0.3.7:8080}; it must not be
   * reachable from outside under {@code /internal}. Needed where there is more than one; without it
   * nothing is forwarded, and legacy sessions outlive a restart.
   */
  Optional<URI> address();
}
