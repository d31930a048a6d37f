package dev.gatehouse.gateway.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.gateway.policy.ArgumentCheck;
import dev.gatehouse.mcp.upstream.HeaderParameters;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.ExposedTool;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.policy.NeededScope;
import dev.gatehouse.platform.redact.SchemaSecrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns an approved definition and its exposure into what is served. */
final class ToolRendering {
  private static final Set<String> CALLED = Set.of("streamable_http", "sse", "stdio");

  static GatewayTool render(
      String gateway, ExposedTool exposed, KnownTool known, ConnectorManifest connector) {
    ObjectNode definition = known.definition().deepCopy();
    definition.put("name", exposed.name());
    if (exposed.description() != null) {
      definition.put("description", exposed.description());
    }
    JsonNode annotations = definition.path("annotations");
    return new GatewayTool(
        exposed.name(),
        exposed.tool(),
        known.name(),
        connector,
        endpoint(connector),
        NeededScope.of(
            exposed.neededScope(), known.name(), definition, connector.trustedAnnotations()),
        connector.trustedAnnotations()
            && (annotations.path("readOnlyHint").asBoolean(false)
                || annotations.path("idempotentHint").asBoolean(false)),
        bytes(definition),
        HeaderParameters.of(definition.path("inputSchema")).orElse(HeaderParameters.NONE),
        bytes(
            new AuditRecord.Target(
                "tool", exposed.tool(), exposed.name(), connector.id(), gateway, known.name())),
        connector.validateArguments()
            ? ArgumentCheck.of(definition.path("inputSchema"))
            : ArgumentCheck.NONE,
        exposed.position(),
        secretNames(definition));
  }

  private static byte[] secretNames(JsonNode definition) {
    Set<String> names = new TreeSet<>(SchemaSecrets.of(definition.path("inputSchema")));
    names.addAll(SchemaSecrets.of(definition.path("outputSchema")));
    return String.join("\n", names).getBytes(StandardCharsets.UTF_8);
  }

  static @Nullable URI endpoint(ConnectorManifest connector) {
    if (!CALLED.contains(connector.transport()) || connector.url() == null) {
      return null;
    }
    try {
      return new URI(connector.url());
    } catch (URISyntaxException e) {
      return null;
    }
  }

  static byte[] bytes(Object value) {
    try {
      return Json.mapper().writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read as JSON cannot be written", e);
    }
  }

  private ToolRendering() {}
}
