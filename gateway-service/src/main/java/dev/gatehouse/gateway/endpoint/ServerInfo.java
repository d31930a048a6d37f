package dev.gatehouse.gateway.endpoint;

import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.identity.Challenge;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What a GET of the endpoint answers, without sign-in, so that a probe or a person lands cleanly.
 */
@Singleton
final class ServerInfo {
  private final Challenge challenge;
  private final String version;

  ServerInfo(
      Challenge challenge, @ConfigProperty(name = "quarkus.application.version") String version) {
    this.challenge = challenge;
    this.version = version;
  }

  void answer(HttpServerRequest request, Gateway gateway) {
    request
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(document(gateway).encode());
  }

  private JsonObject document(Gateway gateway) {
    JsonArray versions = new JsonArray();
    ProtocolVersion.wireNames(Era.MODERN).forEach(versions::add);
    ProtocolVersion.wireNames(Era.LEGACY).forEach(versions::add);
    return new JsonObject()
        .put("name", "gatehouse")
        .put("version", version)
        .put("protocol", "mcp")
        .put("transport", "streamable-http")
        .put("endpoint", gateway.resource())
        .put("protocolVersions", versions)
        .put(
            "authentication",
            new JsonObject()
                .put("type", "bearer")
                .put("resourceMetadata", challenge.metadata(gateway)));
  }
}
