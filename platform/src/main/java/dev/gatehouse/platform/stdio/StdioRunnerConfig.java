package dev.gatehouse.platform.stdio;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** The stdio-runner, which starts programs and serves them over HTTP. Without it there is none. */
@ConfigMapping(prefix = "gatehouse.stdio-runner")
public interface StdioRunnerConfig {

  /** Its address, such as {@code http://127.0.0.1:7070}. */
  Optional<URI> url();

  /** The token that it takes; a secret. */
  Optional<String> token();
}
