package dev.gatehouse.gateway.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Legacy MCP sessions. */
@ConfigMapping(prefix = "gatehouse.session")
public interface SessionConfig {
  /** How long a session id is good; after that the client initialises anew. */
  @WithDefault("24h")
  Duration lifetime();

  /**
   * Sessions of one principal of which something is kept, such as a stream, a log level or a
   * subscription; beyond it the one in which something to keep was said least lately is forgotten.
   */
  @WithDefault("1000")
  int maxStatesPerPrincipal();

  /** How long an upstream's question in the middle of a call waits for the client's answer. */
  @WithDefault("60s")
  Duration answerWithin();
}
