package dev.gatehouse.gateway.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import java.net.URI;

/** A connector whose server says that it tells when its lists change, and which a gateway shows. */
public record Changing(
    ConnectorManifest connector, URI endpoint, boolean tools, boolean resources, boolean prompts) {

  /**
   * @param server the server's capabilities as it sent them
   */
  static Changing of(
      ConnectorManifest connector,
      URI endpoint,
      JsonNode server,
      boolean tools,
      boolean resources,
      boolean prompts) {
    return new Changing(
        connector,
        endpoint,
        tools && listChanged(server, "tools"),
        resources && listChanged(server, "resources"),
        prompts && listChanged(server, "prompts"));
  }

  private static boolean listChanged(JsonNode server, String what) {
    return server.path(what).path("listChanged").asBoolean(false);
  }

  boolean anything() {
    return tools || resources || prompts;
  }
}
