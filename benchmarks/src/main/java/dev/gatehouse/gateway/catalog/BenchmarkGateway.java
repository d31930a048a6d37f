package dev.gatehouse.gateway.catalog;

import dev.gatehouse.platform.event.CatalogEvent.GatewayManifest;
import dev.gatehouse.platform.event.CatalogEvent.GatewaySettings;
import java.util.List;

/** A gateway for benchmarks of other packages. */
public final class BenchmarkGateway {
  private BenchmarkGateway() {}

  public static Gateway of(String organisation, String id) {
    return new Gateway(
        new GatewayManifest(
            organisation,
            "acme",
            id,
            "g",
            "G",
            null,
            true,
            GatewaySettings.DEFAULT,
            0,
            1,
            List.of()),
        "http://localhost:8080/mcp/acme/g",
        List.of(),
        new Features(List.of()),
        Capabilities.NONE,
        List.of());
  }
}
