package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.ErrorWriter;
import dev.gatehouse.mcp.wire.HeaderAgreement;
import dev.gatehouse.mcp.wire.McpHeader;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import dev.gatehouse.mcp.wire.RequestMeta;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The methods of the revisions without sessions: each request says everything. */
@Singleton
final class ModernOperations {
  private final ServerDescription description;
  private final Operations operations;
  private final Listening listening;

  ModernOperations(ServerDescription description, Operations operations, Listening listening) {
    this.description = description;
    this.operations = operations;
    this.listening = listening;
  }

  void serve(Exchange exchange) {
    Optional<Reply> refusal = refusal(exchange);
    if (refusal.isPresent()) {
      exchange.reply(refusal.get());
      return;
    }
    switch (exchange.request().method()) {
      case McpMethod.DISCOVER ->
          exchange.result(description.discoverResult(exchange.conversation().gateway()));
      case McpMethod.SUBSCRIPTIONS_LISTEN -> listening.serve(exchange);
      default -> {
        if (!operations.serve(exchange, Era.MODERN)) {
          exchange.reply(Reply.methodNotFound(404, exchange.id()));
        }
      }
    }
  }

  /** Headers against body, then revision, then what every request must declare. */
  private static Optional<Reply> refusal(Exchange exchange) {
    Optional<String> disagreement =
        HeaderAgreement.disagreement(
            exchange.header(McpHeader.PROTOCOL_VERSION),
            exchange.header(McpHeader.METHOD),
            exchange.header(McpHeader.NAME),
            exchange.request());
    if (disagreement.isPresent()) {
      return Optional.of(
          Reply.error(400, exchange.id(), ErrorCode.HEADER_MISMATCH, disagreement.get()));
    }
    RequestMeta meta = exchange.request().params().meta();
    String version = meta.protocolVersion();
    if (version == null) {
      return missing(exchange, "protocolVersion");
    }
    if (ProtocolVersion.of(version).filter(ProtocolVersion::modern).isEmpty()) {
      byte[] body =
          ErrorWriter.unsupportedVersion(
              exchange.id(), version, ProtocolVersion.wireNames(Era.MODERN));
      return Optional.of(Reply.error(400, ErrorCode.UNSUPPORTED_VERSION, body));
    }
    return meta.clientCapabilities().present()
        ? Optional.empty()
        : missing(exchange, "clientCapabilities");
  }

  private static Optional<Reply> missing(Exchange exchange, String field) {
    return Optional.of(
        Reply.error(400, exchange.id(), ErrorCode.INVALID_PARAMS, "_meta lacks " + field));
  }
}
