package dev.gatehouse.gateway.direct;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.direct.DirectTools.DirectTool;
import dev.gatehouse.gateway.dispatch.Conversation;
import dev.gatehouse.gateway.dispatch.Dispatcher;
import dev.gatehouse.gateway.dispatch.UnknownTool;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.lane.Lanes;
import dev.gatehouse.gateway.policy.RateLimits;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.ScanLimits;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import dev.gatehouse.mcp.wire.UpstreamMessageScanner;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends a direct call the way of every tool call: judged, recorded, made. */
@Singleton
final class DirectCall {
  private static final ScanLimits LIMITS = ScanLimits.REPLY.withMaxBytes(Integer.MAX_VALUE);

  private final Dispatcher dispatcher;
  private final Lanes lanes;
  private final RateLimits limits;
  private final UnknownTool unknownTool;

  DirectCall(Dispatcher dispatcher, Lanes lanes, RateLimits limits, UnknownTool unknownTool) {
    this.dispatcher = dispatcher;
    this.unknownTool = unknownTool;
    this.lanes = lanes;
    this.limits = limits;
  }

  /** A tool that the caller may not use is judged and recorded like any, and is not there. */
  Uni<Response> make(
      Caller caller,
      DirectTool found,
      @Nullable Map<String, JsonNode> arguments,
      HttpServerRequest request) {
    long started = System.nanoTime();
    long wait = limits.take(caller, found.gateway().id(), found.gateway().limits(), 1);
    if (wait > 0) {
      return tooMany(wait);
    }
    byte[] message = message(found.tool().name(), arguments);
    boolean allowed = DirectTools.allowed(caller, found);
    return Uni.createFrom()
        .<byte[]>emitter(answer ->
            dispatcher.dispatch(
                conversation(caller, found.gateway(), request, started, answer::complete), message))
        .map(answer -> {
          if (!allowed) {
            throw notFound();
          }
          return response(answer);
        });
  }

  /** Records that somebody asked for a tool that nobody has exposed. */
  Uni<Response> refuse(Caller caller, Gateway gateway, String name, HttpServerRequest request) {
    long started = System.nanoTime();
    long wait = limits.take(caller, gateway.id(), gateway.limits(), 1);
    if (wait > 0) {
      return tooMany(wait);
    }
    return Uni.createFrom()
        .<Boolean>emitter(written ->
            unknownTool.record(
                conversation(caller, gateway, request, started, answer -> {}),
                name,
                written::complete))
        .map(written -> {
          throw written
              ? notFound()
              : ProblemException.of(
                  CommonProblem.UNAVAILABLE, "Calls cannot be recorded at the moment");
        });
  }

  static ProblemException notFound() {
    return ProblemException.of(CommonProblem.NOT_FOUND, "There is no such tool");
  }

  private static Uni<Response> tooMany(long seconds) {
    return Uni.createFrom()
        .item(Response.status(429).header("Retry-After", Long.toString(seconds)).build());
  }

  private Conversation conversation(
      Caller caller,
      Gateway gateway,
      HttpServerRequest request,
      long started,
      Consumer<byte[]> answer) {
    return Conversation.direct(
        request, gateway, Principal.of(caller), lanes.current(), started, answer);
  }

  private static byte[] message(String tool, @Nullable Map<String, JsonNode> arguments) {
    try {
      byte[] object = arguments == null ? utf8("{}") : Json.mapper().writeValueAsBytes(arguments);
      return new Bytes(96 + object.length)
          .add(
              utf8("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":"))
          .quote(tool)
          .add(utf8(",\"arguments\":"))
          .add(object)
          .add('}')
          .add('}')
          .toArray();
    } catch (JsonProcessingException e) {
      throw ProblemException.of(CommonProblem.INVALID, "The arguments cannot be written");
    }
  }

  private static Response response(byte[] answer) {
    return switch (UpstreamMessageScanner.scan(answer, LIMITS)) {
      case UpstreamMessage.Result result ->
          Response.ok(result.result().copy(answer), MediaType.APPLICATION_JSON_TYPE).build();
      case UpstreamMessage.Failure failure when failure.code() == ErrorCode.INVALID_PARAMS ->
          throw ProblemException.of(CommonProblem.INVALID, failure.message());
      case UpstreamMessage.Failure failure ->
          throw ProblemException.of(CommonProblem.UNAVAILABLE, failure.message());
      case UpstreamMessage.ServerRequest _,
          UpstreamMessage.ServerNotification _,
          UpstreamMessage.Malformed _ ->
          throw new IllegalStateException("our own answer cannot be read");
    };
  }
}
