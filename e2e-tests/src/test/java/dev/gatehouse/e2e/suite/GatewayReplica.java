package dev.gatehouse.e2e.suite;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * One more gateway of a running suite, with the configuration of the one that the suite started.
 */
public final class GatewayReplica implements AutoCloseable {
  private final ServiceReplica replica;

  private GatewayReplica(ServiceReplica replica) {
    this.replica = replica;
  }

  /** Starts one and waits until it is ready. */
  public static GatewayReplica start(Suite suite) {
    return start(suite, Map.of());
  }

  /**
   * The same with other settings.
   *
   * @param settings variables of its environment
   */
  public static GatewayReplica start(Suite suite, Map<String, String> settings) {
    return new GatewayReplica(
        ServiceReplica.start(
            suite,
            "gateway",
            (address, folder) -> {
              Map<String, String> all = new HashMap<>();
              all.put("GATEHOUSE_SPOOL_DIRECTORY", folder.resolve("spool").toString());
              all.put("GATEHOUSE_REPLICA_ADDRESS", address.toString());
              // Clients of a test come to the replica itself.
              all.put("GATEHOUSE_MCP_ALLOWED_ORIGINS", address.toString());
              all.putAll(settings);
              return all;
            }));
  }

  /** Where a URL of the suite is at this replica. */
  public URI at(String url) {
    return replica.address().resolve(URI.create(url).getRawPath());
  }

  /** As {@code kill -9} does. */
  public void kill() {
    replica.kill();
  }

  @Override
  public void close() {
    replica.close();
  }
}
