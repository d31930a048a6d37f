package dev.gatehouse.gateway.lane;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * As many event loops as there are processors, unless set otherwise: the default of twice as many
 * only adds switches between threads that never block.
 */
public final class LaneCount implements ConfigSource {
  private static final String PROCESSORS =
      Integer.toString(Runtime.getRuntime().availableProcessors());
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "quarkus.vertx.event-loops-pool-size", PROCESSORS, "quarkus.http.io-threads", PROCESSORS);

  @Override
  public int getOrdinal() {
    return 100; // below application.properties and everything that an operator sets
  }

  @Override
  public Set<String> getPropertyNames() {
    return PROPERTIES.keySet();
  }

  @Override
  public @Nullable String getValue(String name) {
    return PROPERTIES.get(name);
  }

  @Override
  public String getName() {
    return "one event loop per processor";
  }
}
