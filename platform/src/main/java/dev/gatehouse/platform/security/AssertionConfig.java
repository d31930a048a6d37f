package dev.gatehouse.platform.security;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** Keys of the caller assertions between services. */
@ConfigMapping(prefix = "gatehouse.assertion")
interface AssertionConfig {

  /** File with this service's private EC key as a JWK; its {@code kid} is the service's name. */
  Path keyFile();

  /** File with the public keys of all services as a JWK set, {@code kid} = service name. */
  Path trustedKeysFile();
}
