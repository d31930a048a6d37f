package dev.gatehouse.launcher.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.mcp.wire.ClientMessage;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.ErrorWriter;
import dev.gatehouse.mcp.wire.HeaderAgreement;
import dev.gatehouse.mcp.wire.McpHeader;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.MetaKey;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import dev.gatehouse.mcp.wire.RequestMeta;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;

/** Requests of 2026-07-28, which carry all that is needed to answer them. */
final class ModernRequests {
  private static final List<String> SPOKEN = ProtocolVersion.wireNames(Era.MODERN);
  private static final int TTL_MILLIS = 60_000;

  private final DemoServer server;

  ModernRequests(DemoServer server) {
    this.server = server;
  }

  /** Whether a request opens as only modern clients do. */
  static boolean covers(RequestMeta meta, MultiMap headers) {
    return meta.protocolVersion() != null
        || Optional.ofNullable(headers.get(McpHeader.PROTOCOL_VERSION))
            .flatMap(ProtocolVersion::of)
            .filter(ProtocolVersion::modern)
            .isPresent();
  }

  DemoReply answer(ClientMessage.Request request, MultiMap headers) {
    Optional<String> disagreement =
        HeaderAgreement.disagreement(
            headers.get(McpHeader.PROTOCOL_VERSION),
            headers.get(McpHeader.METHOD),
            headers.get(McpHeader.NAME),
            request);
    if (disagreement.isPresent()) {
      return DemoReply.error(400, request, ErrorCode.HEADER_MISMATCH, disagreement.get());
    }
    RequestMeta meta = request.params().meta();
    String version = meta.protocolVersion();
    if (version == null) {
      return missing(request, MetaKey.PROTOCOL_VERSION);
    }
    if (!SPOKEN.contains(version)) {
      byte[] id = request.id().copy(request.body());
      return DemoReply.of(400, ErrorWriter.unsupportedVersion(id, version, SPOKEN));
    }
    if (!meta.clientCapabilities().present()) {
      return missing(request, MetaKey.CLIENT_CAPABILITIES);
    }
    return switch (request.method()) {
      case McpMethod.DISCOVER -> DemoReply.result(request, cacheable(discovery()));
      case McpMethod.TOOLS_LIST -> server.list(request, list -> cacheable(complete(list)));
      case McpMethod.TOOLS_CALL -> server.call(request, ModernRequests::complete);
      default -> server.unknownMethod(404, request);
    };
  }

  private static DemoReply missing(ClientMessage.Request request, String key) {
    return DemoReply.error(400, request, ErrorCode.INVALID_PARAMS, "_meta lacks " + key);
  }

  private static ObjectNode discovery() {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    SPOKEN.forEach(result.putArray("supportedVersions")::add);
    result.putObject("capabilities").putObject("tools");
    return complete(result.put("instructions", DemoServer.INSTRUCTIONS));
  }

  private static ObjectNode complete(ObjectNode result) {
    result.put("resultType", "complete");
    result.putObject("_meta").set(MetaKey.SERVER_INFO, DemoServer.info());
    return result;
  }

  private static ObjectNode cacheable(ObjectNode result) {
    return result.put("ttlMs", TTL_MILLIS).put("cacheScope", "public");
  }
}
