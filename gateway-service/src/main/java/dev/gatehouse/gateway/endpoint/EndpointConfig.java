package dev.gatehouse.gateway.endpoint;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

/** The MCP endpoints. */
@ConfigMapping(prefix = "gatehouse.mcp")
public interface EndpointConfig {

  /** False closes every MCP endpoint: the URLs answer 404. */
  @WithDefault("true")
  boolean enabled();

  /** Host names that requests may carry besides the one of {@code gatehouse.origin}. */
  Optional<Set<String>> allowedHosts();

  /** Origins whose pages may call from a browser, besides {@code gatehouse.origin}. */
  Optional<Set<String>> allowedOrigins();

  /** The largest request that is read. */
  @WithDefault("1M")
  MemorySize maxRequestSize();
}
