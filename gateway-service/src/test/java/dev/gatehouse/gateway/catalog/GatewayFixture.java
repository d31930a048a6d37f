package dev.gatehouse.gateway.catalog;

import dev.gatehouse.gateway.policy.ArgumentCheck;
import dev.gatehouse.mcp.upstream.HeaderParameters;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifest;
import dev.gatehouse.platform.event.CatalogEvent.GatewaySettings;
import dev.gatehouse.platform.identity.Scope;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Gateways for tests of other packages. */
public final class GatewayFixture {
  private GatewayFixture() {}

  public static Gateway gateway(String organisation, String id, GatewayTool... tools) {
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
        List.of(tools),
        new Features(List.of()),
        Capabilities.NONE,
        List.of());
  }

  public static GatewayTool tool(String name, Scope neededScope) {
    return tool(name, neededScope, 0);
  }

  public static GatewayTool tool(String name, Scope neededScope, int position) {
    ConnectorManifest connector =
        new ConnectorManifest(
            "o",
            "c",
            "c",
            "C",
            "MCP",
            "streamable_http",
            "http://x/",
            true,
            false,
            false,
            null,
            List.of(),
            1000,
            1);
    return new GatewayTool(
        name,
        "id-" + name,
        name,
        connector,
        URI.create("http://x/"),
        neededScope,
        false,
        ("{\"name\":\"" + name + "\"}").getBytes(StandardCharsets.UTF_8),
        HeaderParameters.NONE,
        new byte[] {'{', '}'},
        ArgumentCheck.NONE,
        position,
        new byte[0]);
  }
}
