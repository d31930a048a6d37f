package dev.gatehouse.gateway.endpoint;

import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.identity.Admission;
import dev.gatehouse.gateway.identity.Challenge;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.ErrorWriter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Objects;

/** Answers to callers that are not admitted; the body is a JSON-RPC error without an id. */
@Singleton
final class Refusals {
  private static final byte[] NO_ID = {};

  /** For a client to end a body that nobody wants any more. */
  private static final long PATIENCE_MILLIS = 2_000;

  private final Challenge challenge;

  Refusals(Challenge challenge) {
    this.challenge = challenge;
  }

  void answer(HttpServerRequest request, Gateway gateway, Admission admission) {
    switch (admission) {
      case Admission.Anonymous _ ->
          unauthorized(request, challenge.signIn(gateway), "Sign-in is needed");
      case Admission.Refused refused ->
          unauthorized(
              request, challenge.invalidToken(gateway, refused.reason()), refused.reason());
      case Admission.Stranger _ -> send(request, 404, "There is no such gateway");
      case Admission.Unavailable _ -> {
        request.response().putHeader("Retry-After", "5");
        send(request, 503, "Credentials cannot be checked at the moment");
      }
      case Admission.Admitted _ -> throw new IllegalArgumentException("admitted");
    }
  }

  /**
   * @param seconds after which to try again
   */
  void tooMany(HttpServerRequest request, long seconds) {
    request.response().putHeader("Retry-After", Long.toString(seconds));
    send(request, 429, "Too many requests; try again later");
  }

  /** What mirrors the body disagrees with it in one of its values at least. */
  static void repeated(HttpServerRequest request, String header) {
    int code = header.startsWith("M") ? ErrorCode.HEADER_MISMATCH : 400;
    send(request, 400, code, "Header mismatch: " + header + " is there more than once");
  }

  private static void unauthorized(HttpServerRequest request, String header, String message) {
    request.response().putHeader("WWW-Authenticate", header);
    send(request, 401, message);
  }

  /** Codes of our own lie outside the range that JSON-RPC reserves: the HTTP status serves. */
  static void send(HttpServerRequest request, int status, String message) {
    send(request, status, status, message);
  }

  private static void send(HttpServerRequest request, int status, int code, String message) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(Buffer.buffer(ErrorWriter.error(NO_ID, code, message)));
    if (!request.isEnded()) {
      dropTheRest(request);
    }
  }

  /** What is left of the body is read, so that the answer arrives, but not for ever. */
  private static void dropTheRest(HttpServerRequest request) {
    Vertx vertx = Objects.requireNonNull(Vertx.currentContext()).owner();
    long timer = vertx.setTimer(PATIENCE_MILLIS, ignored -> request.connection().close());
    request.handler(dropped -> {});
    request.endHandler(end -> vertx.cancelTimer(timer));
    request.resume();
  }
}
