package dev.gatehouse.mcp.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.ProtocolVersion;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import dev.gatehouse.mcp.wire.Span;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out how an upstream is to be spoken to: a modern request first, the handshake on anything
 * that a modern server would not say (2026-07-28, Streamable HTTP, "Backward Compatibility").
 */
final class Opening {
  private static final byte[] NO_DATA = {};
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Transport connection;
  private final Messages messages;
  private final EraCache eras;
  private final ServerMessages serverMessages;
  private final boolean describing;

  /**
   * @param describing whether it is kept what a legacy upstream says of itself
   */
  Opening(
      Transport connection,
      Messages messages,
      EraCache eras,
      ServerMessages serverMessages,
      boolean describing) {
    this.describing = describing;
    this.connection = connection;
    this.messages = messages;
    this.eras = eras;
    this.serverMessages = serverMessages;
  }

  Future<UpstreamResult<Opened>> open() {
    Optional<ProtocolVersion> known = eras.version(connection.uri());
    if (known.isEmpty()) {
      return probe();
    }
    return known.get().modern() ? ok(new Opened.Modern(known.get())) : initialize(true);
  }

  private Future<UpstreamResult<Opened>> probe() {
    return connection
        .post(messages.discover(ProtocolVersion.LATEST_MODERN), serverMessages)
        .compose(answer ->
            switch (answer) {
              case Answer.Result result ->
                  choose(result.body(), result.message().result(), "supportedVersions");
              case Answer.Refused refused when modern(refused) -> afterModernError(refused);
              case Answer.Refused _, Answer.Accepted _ -> initialize(false);
              case Answer.Failed(UpstreamFailure failure) -> afterFailedProbe(failure);
            });
  }

  private static boolean modern(Answer.Refused refused) {
    return refused.error() != null && ErrorCode.modernOnly(refused.error().code());
  }

  private Future<UpstreamResult<Opened>> afterModernError(Answer.Refused refused) {
    return refused.error() != null && refused.error().data().present()
        ? choose(refused.body(), refused.error().data(), "supported")
        : failed(ofTheHandshake(refused.failure()));
  }

  /** Nobody has asked for what was refused: its code means nothing to them. */
  private static UpstreamFailure ofTheHandshake(UpstreamFailure failure) {
    return failure instanceof UpstreamFailure.RpcError(int code, String message, _)
        ? new UpstreamFailure.RpcError(
            ErrorCode.INTERNAL_ERROR,
            "The handshake was refused (%d): %s".formatted(code, message),
            NO_DATA)
        : failure;
  }

  /** A legacy server may keep silent or close; who cannot be reached at all is not asked twice. */
  private Future<UpstreamResult<Opened>> afterFailedProbe(UpstreamFailure failure) {
    return switch (failure) {
      case UpstreamFailure.Timeout _,
          UpstreamFailure.Disconnected _,
          UpstreamFailure.NotMcp _,
          UpstreamFailure.TooLarge _,
          UpstreamFailure.RpcError _,
          UpstreamFailure.HttpStatus _ ->
          initialize(false);
      case UpstreamFailure.Blocked _,
          UpstreamFailure.Unresolved _,
          UpstreamFailure.ConnectFailed _,
          UpstreamFailure.TlsFailed _,
          UpstreamFailure.Cancelled _,
          UpstreamFailure.Unauthorized _ ->
          failed(failure);
    };
  }

  /**
   * The newest revision that both know, out of a list in the upstream's answer. Who answers without
   * one is not of the modern era: there are servers that answer every request.
   */
  private Future<UpstreamResult<Opened>> choose(byte[] body, Span object, String listName) {
    List<String> offered = versions(body, object, listName);
    for (String name : ProtocolVersion.wireNames(Era.MODERN)) {
      if (offered.contains(name)) {
        return remember(new Opened.Modern(ProtocolVersion.of(name).orElseThrow()));
      }
    }
    for (String name : ProtocolVersion.wireNames(Era.LEGACY)) {
      if (offered.contains(name)) {
        return initialize(false);
      }
    }
    return offered.isEmpty()
        ? initialize(false)
        : failed(new UpstreamFailure.NotMcp(UpstreamFailure.NotMcp.NO_COMMON_REVISION));
  }

  private static List<String> versions(byte[] body, Span object, String listName) {
    List<String> names = new ArrayList<>();
    try {
      JsonNode tree = MAPPER.readTree(body, object.start(), object.length());
      tree.path(listName).forEach(name -> names.add(name.asText()));
    } catch (IOException e) {
      return List.of();
    }
    return names;
  }

  private Future<UpstreamResult<Opened>> initialize(boolean fromCache) {
    return connection
        .post(messages.initialize(), serverMessages)
        .compose(answer ->
            switch (answer) {
              case Answer.Result result -> afterInitialize(result);
              case Answer.Refused _ when fromCache -> {
                eras.forget(connection.uri()); // it may have been upgraded since
                yield probe();
              }
              case Answer.Refused refused -> failed(ofTheHandshake(refused.failure()));
              case Answer.Accepted _ ->
                  failed(new UpstreamFailure.NotMcp("no answer to initialize"));
              case Answer.Failed(UpstreamFailure failure) -> failed(failure);
            });
  }

  private Future<UpstreamResult<Opened>> afterInitialize(Answer.Result result) {
    Optional<ProtocolVersion> version =
        versionOf(result).filter(agreed -> agreed.era() == Era.LEGACY);
    if (version.isEmpty()) {
      return failed(new UpstreamFailure.NotMcp(UpstreamFailure.NotMcp.NO_COMMON_REVISION));
    }
    Opened.Legacy opened =
        new Opened.Legacy(
            version.get(),
            result.sessionId(),
            describing
                ? ServerSummary.of(version.get(), result.body(), result.message().result())
                : null);
    return connection
        .post(messages.initialized(opened), serverMessages)
        .compose(answer ->
            answer instanceof Answer.Failed(UpstreamFailure failure)
                ? failed(failure)
                : remember(opened)); // some servers refuse the notification and work all the same
  }

  private static Optional<ProtocolVersion> versionOf(Answer.Result result) {
    try {
      Span span = result.message().result();
      JsonNode tree = MAPPER.readTree(result.body(), span.start(), span.length());
      return ProtocolVersion.of(tree.path("protocolVersion").asText());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Future<UpstreamResult<Opened>> remember(Opened opened) {
    eras.remember(connection.uri(), opened.version());
    return ok(opened);
  }

  private static Future<UpstreamResult<Opened>> ok(Opened opened) {
    return Future.succeededFuture(new UpstreamResult.Ok<>(opened));
  }

  private static Future<UpstreamResult<Opened>> failed(UpstreamFailure failure) {
    return Future.succeededFuture(new UpstreamResult.Failed<>(failure));
  }
}
