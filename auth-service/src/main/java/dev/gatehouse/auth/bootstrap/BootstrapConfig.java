package dev.gatehouse.auth.bootstrap;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** What is made when the service starts on an empty database. */
@ConfigMapping(prefix = "gatehouse.bootstrap")
interface BootstrapConfig {

  /**
   * First password of the administrator; needed on the first start only, never logged. Change it
   * afterwards with {@code POST /api/me/password}.
   */
  Optional<String> password();

  /** User name of the administrator. */
  @WithDefault("admin")
  String username();

  /** Slug of the first organisation, its name in URLs. */
  @WithDefault("default")
  String organisation();
}
