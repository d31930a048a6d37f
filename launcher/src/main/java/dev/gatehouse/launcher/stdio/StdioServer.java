package dev.gatehouse.launcher.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.mcp.upstream.StdioRunner;
import dev.gatehouse.mcp.wire.ClientMessage;
import dev.gatehouse.mcp.wire.ClientMessageScanner;
import dev.gatehouse.mcp.wire.ErrorWriter;
import dev.gatehouse.mcp.wire.McpHeader;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.mcp.wire.ScanLimits;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.stdio.StdioCommand;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The runner's HTTP side; see {@link StdioRunner} for what a request says beside its message. */
public final class StdioServer implements AutoCloseable {
  private static final int START_FAILED = -32000;
  private static final int LONGEST_HEAD = 256 << 10;
  private static final int LARGEST_BODY = 4 << 20;

  private final byte[] authorization;
  private final Conversations conversations;
  private final HttpServer server;

  private StdioServer(HttpServer server, String token, Conversations conversations) {
    this.server = server;
    this.authorization = ("Bearer " + token).getBytes(UTF_8);
    this.conversations = conversations;
    server.requestHandler(this::serve);
  }

  /**
   * Listens on 127.0.0.1, or on {@code host}.
   *
   * @param port 0 picks a free one
   * @param folder that programs are started in
   */
  static Future<StdioServer> start(
      Vertx vertx,
      String host,
      int port,
      String token,
      AllowList allowed,
      Guard guard,
      ProgramLimits limits,
      Path folder) {
    HttpServer http =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setMaxInitialLineLength(LONGEST_HEAD)
                .setMaxHeaderSize(LONGEST_HEAD));
    Conversations conversations =
        new Conversations(vertx, allowed, new Spawner(guard, folder), limits);
    StdioServer server = new StdioServer(http, token, conversations);
    return http.listen().map(server);
  }

  int port() {
    return server.actualPort();
  }

  private void serve(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    String sent = request.getHeader("Authorization");
    String id = request.getHeader(StdioRunner.CONVERSATION);
    if (sent == null || !MessageDigest.isEqual(sent.getBytes(UTF_8), authorization)) {
      response.setStatusCode(401).end();
    } else if (!StdioRunner.PATH.equals(request.path()) || id == null) {
      response.setStatusCode(404).end();
    } else if (request.method() == HttpMethod.DELETE) {
      conversations.end(id);
      response.setStatusCode(204).end();
    } else if (request.method() != HttpMethod.POST) {
      response.setStatusCode(405).putHeader("Allow", "POST, DELETE").end();
    } else {
      request.body().onSuccess(body -> post(request, id, body));
    }
  }

  private void post(HttpServerRequest request, String id, Buffer body) {
    HttpServerResponse response = request.response();
    ClientMessage message =
        ClientMessageScanner.scan(body.getBytes(), ScanLimits.REQUEST.withMaxBytes(LARGEST_BODY));
    Optional<Conversation> known = conversations.find(id);
    switch (message) {
      case ClientMessage.Request asked when known.isPresent() ->
          ask(known.get(), asked, request, id);
      case ClientMessage.Request _ when request.getHeader(McpHeader.SESSION_ID) != null ->
          response.setStatusCode(404).end(); // its program has ended: the client opens it anew
      case ClientMessage.Request asked ->
          start(request, id)
              .onSuccess(fresh -> ask(fresh, asked, request, id))
              .onFailure(failure ->
                  response
                      .putHeader("Content-Type", "application/json")
                      .end(
                          Buffer.buffer(
                              ErrorWriter.error(
                                  asked.id().copy(asked.body()),
                                  START_FAILED,
                                  String.valueOf(failure.getMessage())))));
      case ClientMessage.Notification _, ClientMessage.Response _ -> {
        known.ifPresent(conversation -> conversation.send(body.getBytes()));
        response.setStatusCode(known.isPresent() ? 202 : 404).end();
      }
      case ClientMessage.Batch _, ClientMessage.Malformed _ -> response.setStatusCode(400).end();
    }
  }

  private static void ask(
      Conversation conversation,
      ClientMessage.Request asked,
      HttpServerRequest request,
      String id) {
    if (asked.method().equals(McpMethod.INITIALIZE)) {
      request.response().putHeader(McpHeader.SESSION_ID, id);
    }
    boolean modern =
        Optional.ofNullable(request.getHeader(McpHeader.PROTOCOL_VERSION))
            .flatMap(ProtocolVersion::of)
            .map(ProtocolVersion::modern)
            .orElse(false);
    conversation.request(asked, request.response(), modern);
  }

  private Future<Conversation> start(HttpServerRequest request, String id) {
    String uri = request.getParam(StdioRunner.COMMAND);
    Optional<StdioCommand> command = uri == null ? Optional.empty() : StdioCommand.of(uri);
    if (command.isEmpty()) {
      return Future.failedFuture("There is no command line");
    }
    try {
      String organisation =
          Objects.requireNonNullElse(request.getHeader(StdioRunner.ORGANISATION), "");
      return conversations.start(id, organisation, command.get(), environment(request));
    } catch (IOException | IllegalArgumentException e) {
      return Future.failedFuture("The variables cannot be read");
    }
  }

  private static Map<String, String> environment(HttpServerRequest request) throws IOException {
    String header = request.getHeader(StdioRunner.ENVIRONMENT);
    return header == null
        ? Map.of()
        : Json.mapper().readValue(Base64.getDecoder().decode(header), new TypeReference<>() {});
  }

  /** Stops to listen and ends all programs. */
  @Override
  public void close() {
    conversations.endAll();
    server.close();
  }
}
