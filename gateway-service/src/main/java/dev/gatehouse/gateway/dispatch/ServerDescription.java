package dev.gatehouse.gateway.dispatch;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.gateway.catalog.Capabilities;
import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.MetaKey;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What a gateway says of itself at the opening, in either era. */
@Singleton
final class ServerDescription {
  private final String version;

  ServerDescription(@ConfigProperty(name = "quarkus.application.version") String version) {
    this.version = version;
  }

  /** Result of {@code initialize}. */
  byte[] initializeResult(Gateway gateway, ProtocolVersion agreed) {
    Bytes out =
        new Bytes(256)
            .add(utf8("{\"protocolVersion\":"))
            .quote(agreed.wireName())
            .add(',')
            .add(utf8("\"capabilities\":"))
            .add(capabilities(gateway.capabilities()))
            .add(utf8(",\"serverInfo\":"));
    return addInstructions(addServerInfo(out, gateway), gateway).add('}').toArray();
  }

  /** Result of {@code server/discover}. */
  byte[] discoverResult(Gateway gateway) {
    Bytes out = new Bytes(512).add(utf8("{\"resultType\":\"complete\",\"supportedVersions\":["));
    List<String> versions = ProtocolVersion.wireNames(Era.MODERN);
    for (int i = 0; i < versions.size(); i++) {
      if (i > 0) {
        out.add(',');
      }
      out.quote(versions.get(i));
    }
    out.add(utf8("],\"capabilities\":"))
        .add(capabilities(gateway.capabilities()))
        .add(utf8(",\"ttlMs\":0,\"cacheScope\":\"private\",\"_meta\":{"))
        .quote(MetaKey.SERVER_INFO)
        .add(':');
    return addInstructions(addServerInfo(out, gateway).add('}'), gateway).add('}').toArray();
  }

  /**
   * Tools are always there, if only as a list without entries: they may come while the client is
   * connected.
   */
  private static byte[] capabilities(Capabilities offered) {
    Bytes out = new Bytes(192).add(utf8("{\"tools\":{\"listChanged\":true}"));
    if (offered.resources()) {
      out.add(utf8(",\"resources\":{\"listChanged\":true"));
      out.add(utf8(offered.resourceSubscriptions() ? ",\"subscribe\":true}" : "}"));
    }
    if (offered.prompts()) {
      out.add(utf8(",\"prompts\":{\"listChanged\":true}"));
    }
    if (offered.completions()) {
      out.add(utf8(",\"completions\":{}"));
    }
    return out.add(utf8(",\"logging\":{}}")).toArray();
  }

  private Bytes addServerInfo(Bytes out, Gateway gateway) {
    return out.add(utf8("{\"name\":\"gatehouse\",\"title\":"))
        .quote(gateway.manifest().name())
        .add(utf8(",\"version\":"))
        .quote(version)
        .add('}');
  }

  private static Bytes addInstructions(Bytes out, Gateway gateway) {
    String description = gateway.manifest().description();
    return description == null || description.isBlank()
        ? out
        : out.add(utf8(",\"instructions\":")).quote(description);
  }
}
