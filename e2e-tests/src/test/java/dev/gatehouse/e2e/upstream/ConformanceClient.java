package dev.gatehouse.e2e.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.mcp.upstream.Definition;
import dev.gatehouse.mcp.upstream.DefinitionList;
import dev.gatehouse.mcp.upstream.EraCache;
import dev.gatehouse.mcp.upstream.HeaderParameters;
import dev.gatehouse.mcp.upstream.ListedKind;
import dev.gatehouse.mcp.upstream.RequestContext;
import dev.gatehouse.mcp.upstream.RequestListener;
import dev.gatehouse.mcp.upstream.StreamableHttpClient;
import dev.gatehouse.mcp.upstream.TargetResolver.Target;
import dev.gatehouse.mcp.upstream.ToolCall;
import dev.gatehouse.mcp.upstream.ToolReply;
import dev.gatehouse.mcp.upstream.UpstreamEndpoint;
import dev.gatehouse.mcp.upstream.UpstreamRequest;
import dev.gatehouse.mcp.upstream.UpstreamResult;
import dev.gatehouse.mcp.upstream.UpstreamSession;
import dev.gatehouse.mcp.upstream.UpstreamSettings;
import dev.gatehouse.mcp.wire.Span;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The upstream client of gateway and sync as a program that the conformance suite starts: does what
 * a host would do with whatever server is at the URL that is its last argument.
 */
public final class ConformanceClient implements RequestListener {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final byte[] CAPABILITIES = utf8("{\"elicitation\":{\"form\":{}}}");

  private final Context loop;
  private final UpstreamSession session;

  private ConformanceClient(Vertx vertx, URI server) {
    this.loop = vertx.getOrCreateContext();
    this.session =
        new StreamableHttpClient(
                vertx,
                vertx.createHttpClient(),
                uri ->
                    Future.succeededFuture(
                        new Target.Allowed(
                            SocketAddress.inetSocketAddress(uri.getPort(), uri.getHost()))),
                new EraCache(),
                UpstreamSettings.defaults("gatehouse", "1"))
            .open(new UpstreamEndpoint(server, Map.of(), CAPABILITIES));
  }

  public static void main(String[] arguments) throws IOException {
    String scenario = Optional.ofNullable(System.getenv("MCP_CONFORMANCE_SCENARIO")).orElse("");
    String context = Optional.ofNullable(System.getenv("MCP_CONFORMANCE_CONTEXT")).orElse("{}");
    Vertx vertx = Vertx.vertx();
    ConformanceClient client =
        new ConformanceClient(vertx, URI.create(arguments[arguments.length - 1]));
    client.run(scenario, JSON.readTree(context));
    client.on(client.session::close);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void run(String scenario, JsonNode context) {
    on(session::describe);
    List<Definition> tools = list(ListedKind.TOOLS);
    switch (scenario) {
      case "initialize", "request-metadata", "json-schema-ref-no-deref" -> {}
      case "http-standard-headers" -> {
        tools.forEach(tool -> call(tool, arguments(tool)));
        list(ListedKind.RESOURCES).forEach(one -> request("resources/read", "uri", one.name()));
        list(ListedKind.PROMPTS).forEach(one -> request("prompts/get", "name", one.name()));
      }
      case "http-custom-headers" ->
          context
              .path("toolCalls")
              .forEach(wanted ->
                  tools.stream()
                      .filter(tool -> tool.name().equals(wanted.path("name").asText()))
                      .forEach(tool -> call(tool, wanted.path("arguments"))));
      default -> tools.forEach(tool -> call(tool, arguments(tool)));
    }
  }

  private List<Definition> list(ListedKind kind) {
    return switch (on(() -> session.list(kind))) {
      case UpstreamResult.Ok<DefinitionList>(DefinitionList list) -> list.definitions();
      case UpstreamResult.Failed<DefinitionList> _ -> List.of();
    };
  }

  private void request(String method, String member, String name) {
    byte[] params = utf8(JSON.createObjectNode().put(member, name).toString());
    byte[] inner = java.util.Arrays.copyOfRange(params, 1, params.length - 1);
    on(() ->
        session.request(
            new UpstreamRequest(method, name, inner, null, LIMIT, true, RequestContext.NONE)));
  }

  /** Brings what the tool asks for, as often as it asks. */
  private void call(Definition tool, JsonNode arguments) {
    byte[] more = ToolCall.NOTHING;
    for (int round = 0; round < 5; round++) {
      byte[] answer = call(tool, arguments, more);
      JsonNode result = tree(answer);
      if (!result.path("resultType").asText().equals("input_required")) {
        return;
      }
      ObjectNode members = JSON.createObjectNode();
      if (result.has("requestState")) {
        members.set("requestState", result.path("requestState"));
      }
      ObjectNode responses = members.putObject("inputResponses");
      result
          .path("inputRequests")
          .properties()
          .forEach(asked -> responses.set(asked.getKey(), accepted(asked.getValue())));
      byte[] object = utf8(members.toString());
      more = java.util.Arrays.copyOfRange(object, 1, object.length - 1);
    }
  }

  private byte[] call(Definition tool, JsonNode arguments, byte[] more) {
    byte[] body = utf8(arguments.toString());
    ToolCall call =
        new ToolCall(
            tool.name(),
            body,
            new Span(0, body.length),
            List.of(),
            HeaderParameters.of(tree(tool.json()).path("inputSchema")).orElseThrow(),
            null,
            LIMIT,
            false,
            more,
            new RequestContext(CAPABILITIES, false, null, this));
    return switch (on(() -> session.callTool(call))) {
      case UpstreamResult.Ok<ToolReply>(ToolReply reply) ->
          reply.message().result().copy(reply.body());
      case UpstreamResult.Failed<ToolReply> failed -> {
        System.err.println(tool.name() + ": " + failed);
        yield utf8("{}");
      }
    };
  }

  @Override
  public Future<byte[]> onRequest(byte[] message, UpstreamMessage.ServerRequest request) {
    JsonNode asked = JSON.createObjectNode().set("params", tree(request.params().copy(message)));
    return Future.succeededFuture(utf8("\"result\":" + accepted(asked)));
  }

  /** A person who accepts a form as it is: with its defaults. */
  private static ObjectNode accepted(JsonNode asked) {
    ObjectNode answer = JSON.createObjectNode().put("action", "accept");
    ObjectNode content = answer.putObject("content");
    asked
        .at("/params/requestedSchema/properties")
        .properties()
        .forEach(field -> content.set(field.getKey(), value(field.getValue())));
    return answer;
  }

  private static ObjectNode arguments(Definition tool) {
    ObjectNode arguments = JSON.createObjectNode();
    tree(tool.json())
        .at("/inputSchema/properties")
        .properties()
        .forEach(field -> arguments.set(field.getKey(), value(field.getValue())));
    return arguments;
  }

  private static JsonNode value(JsonNode schema) {
    if (schema.has("default")) {
      return schema.path("default");
    }
    return switch (schema.path("type").asText()) {
      case "number", "integer" -> JSON.getNodeFactory().numberNode(7);
      case "boolean" -> JSON.getNodeFactory().booleanNode(true);
      case "object" -> JSON.createObjectNode();
      case "array" -> JSON.createArrayNode();
      default -> JSON.getNodeFactory().textNode("text");
    };
  }

  private <T> T on(Supplier<Future<T>> action) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(_ -> action.get().onComplete(done));
    return done.future().toCompletionStage().toCompletableFuture().join();
  }

  private static JsonNode tree(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
