package dev.gatehouse.gateway.catalog;

import com.fasterxml.jackson.databind.JsonNode;

/** What a gateway offers: what the servers behind it offer, together. */
public record Capabilities(
    boolean tools,
    boolean resources,
    boolean resourceSubscriptions,
    boolean prompts,
    boolean completions,
    boolean logging) {
  static final Capabilities NONE = new Capabilities(false, false, false, false, false, false);

  Capabilities and(Capabilities other) {
    return new Capabilities(
        tools || other.tools,
        resources || other.resources,
        resourceSubscriptions || other.resourceSubscriptions,
        prompts || other.prompts,
        completions || other.completions,
        logging || other.logging);
  }

  /**
   * What of one server's capabilities can be seen through a gateway.
   *
   * @param server the server capabilities as it sent them
   */
  static Capabilities of(JsonNode server, boolean tools, boolean resources, boolean prompts) {
    return new Capabilities(
        tools,
        resources,
        resources && server.path("resources").path("subscribe").asBoolean(false),
        prompts,
        (resources || prompts) && server.has("completions"),
        server.has("logging"));
  }
}
