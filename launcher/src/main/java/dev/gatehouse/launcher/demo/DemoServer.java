package dev.gatehouse.launcher.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.mcp.wire.ClientMessage;
import dev.gatehouse.mcp.wire.ClientMessageScanner;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.ScanLimits;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Answers the messages of both eras; knows nothing of sockets. */
final class DemoServer {
  static final String INSTRUCTIONS =
      "Harmless offline tools to try out a gateway with. Nothing leaves this machine.";

  private final DemoTools tools = new DemoTools();
  private final ModernRequests modern = new ModernRequests(this);
  private final LegacyRequests legacy = new LegacyRequests(this);

  /** What a POST is answered with. */
  DemoReply post(Buffer body, MultiMap headers) {
    return switch (ClientMessageScanner.scan(body.getBytes(), ScanLimits.REQUEST)) {
      case ClientMessage.Request request ->
          ModernRequests.covers(request.params().meta(), headers)
              ? modern.answer(request, headers)
              : legacy.answer(request, headers);
      case ClientMessage.Notification notification ->
          ModernRequests.covers(notification.params().meta(), headers)
              ? DemoReply.empty(202)
              : legacy.accept(headers);
      case ClientMessage.Response _ -> legacy.accept(headers);
      case ClientMessage.Batch _ ->
          DemoReply.error(400, ErrorCode.INVALID_REQUEST, "Batches are not taken");
      case ClientMessage.Malformed(var flaw, var id) -> DemoReply.malformed(id, flaw);
    };
  }

  /** What a DELETE is answered with. */
  DemoReply delete(MultiMap headers) {
    return legacy.end(headers);
  }

  DemoReply list(ClientMessage.Request request, UnaryOperator<ObjectNode> era) {
    if (request.params().cursor() != null) {
      return DemoReply.error(200, request, ErrorCode.INVALID_PARAMS, "There is no such page");
    }
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.set("tools", tools.definitions());
    return DemoReply.result(request, era.apply(result));
  }

  DemoReply call(ClientMessage.Request request, UnaryOperator<ObjectNode> era) {
    String name = request.params().name();
    if (name == null) {
      return DemoReply.error(200, request, ErrorCode.INVALID_PARAMS, "The params lack a name");
    }
    Optional<DemoResult> result =
        tools.call(name, request.params().arguments().copy(request.body()));
    return result
        .map(it -> DemoReply.result(request, era.apply(it.toJson())))
        .orElseGet(
            () -> DemoReply.error(200, request, ErrorCode.INVALID_PARAMS, "Unknown tool: " + name));
  }

  DemoReply unknownMethod(int status, ClientMessage.Request request) {
    return DemoReply.error(
        status, request, ErrorCode.METHOD_NOT_FOUND, "There is no method " + request.method());
  }

  static ObjectNode info() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", "gatehouse-demo")
        .put("title", "Demo tools")
        .put("version", "1.0.0");
  }
}
