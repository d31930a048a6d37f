package dev.gatehouse.auth.metadata;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.Set;

/** By which names people and clients reach auth-service. */
@ConfigMapping(prefix = "gatehouse.hosts")
interface HostConfig {

  /** Host names that requests may carry besides the one of {@code gatehouse.origin}. */
  Optional<Set<String>> allowed();
}
