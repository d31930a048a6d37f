package dev.gatehouse.platform.http;

import dev.gatehouse.platform.http.FetchResult.Broken;
import dev.gatehouse.platform.http.FetchResult.ConnectFailed;
import dev.gatehouse.platform.http.FetchResult.ConnectFailed.Kind;
import dev.gatehouse.platform.http.FetchResult.Failure;
import dev.gatehouse.platform.http.FetchResult.Response;
import dev.gatehouse.platform.http.FetchResult.TimedOut;
import dev.gatehouse.platform.http.FetchResult.TooLarge;
import dev.gatehouse.platform.http.TargetVerdict.Permitted;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import java.net.ConnectException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One run of {@link SafeHttpClient#fetch}: check, connect, exchange, and again for a redirect. */
final class Fetch {
  private final Vertx vertx;
  private final TargetGuard guard;
  private final HttpClient http;
  private final FetchRequest first;
  private final Promise<FetchResult> outcome = Promise.promise();
  private volatile @Nullable HttpConnection connection;

  Fetch(Vertx vertx, TargetGuard guard, HttpClient http, FetchRequest first) {
    this.vertx = vertx;
    this.guard = guard;
    this.http = http;
    this.first = first;
  }

  Future<FetchResult> start() {
    long timer = vertx.setTimer(first.limits().deadline().toMillis(), _ -> finish(new TimedOut()));
    outcome.future().onComplete(_ -> vertx.cancelTimer(timer));
    check(first, 0);
    return outcome.future();
  }

  private void check(FetchRequest request, int redirects) {
    guard
        .check(request.uri())
        .onSuccess(verdict -> {
          switch (verdict) {
            case Permitted target -> connect(new Hop(request, target, redirects), 0);
            case TargetVerdict.Unresolved() -> finish(new FetchResult.Unresolved());
            case TargetVerdict.Blocked() -> finish(new FetchResult.Blocked());
          }
        });
  }

  /** One request to one checked target. */
  private record Hop(FetchRequest request, Permitted target, int redirects) {}

  private void connect(Hop hop, int attempt) {
    if (outcome.future().isComplete()) {
      return;
    }
    http.request(OutgoingRequest.to(hop.target(), attempt, hop.request()))
        .onSuccess(request -> send(hop, request))
        .onFailure(cause -> {
          if (attempt + 1 < hop.target().addresses().size()) {
            connect(hop, attempt + 1);
          } else {
            finish(new ConnectFailed(kind(cause)));
          }
        });
  }

  private void send(Hop hop, HttpClientRequest request) {
    HttpConnection open = request.connection();
    connection = open;
    if (outcome.future().isComplete()) {
      closeConnection();
      return;
    }
    // Without a handler Vert.x would log as an error whatever a target does wrong.
    open.exceptionHandler(cause -> broken(open, cause));
    Future<HttpClientResponse> response =
        hop.request().body().map(request::send).orElseGet(request::send);
    response
        .onSuccess(head -> {
          head.exceptionHandler(cause -> broken(open, cause));
          receive(hop, head);
        })
        .onFailure(cause -> broken(open, cause));
  }

  /** What becomes of a connection that was left for a redirect does not matter. */
  private void broken(HttpConnection by, Throwable cause) {
    if (connection == by) {
      finish(cause instanceof TooLongFrameException ? new TooLarge() : new Broken());
    }
  }

  private void receive(Hop hop, HttpClientResponse head) {
    switch (Redirect.of(hop.request(), hop.target().uri(), head, hop.redirects())) {
      case Redirect.To(FetchRequest next) -> {
        closeConnection();
        check(next, hop.redirects() + 1);
      }
      case Redirect.Refused(Failure failure) -> finish(failure);
      case Redirect.None() ->
          ResponseHead.refusal(hop.request(), head)
              .ifPresentOrElse(this::finish, () -> readBody(hop, head));
    }
  }

  private void readBody(Hop hop, HttpClientResponse head) {
    int limit = hop.request().limits().maxBodyBytes();
    Buffer body = Buffer.buffer();
    head.handler(chunk -> {
      if (chunk.length() > limit - body.length()) {
        finish(new TooLarge());
      } else {
        body.appendBuffer(chunk);
      }
    });
    head.endHandler(_ ->
        finish(
            new Response(
                hop.target().uri(),
                head.statusCode(),
                MultiMap.caseInsensitiveMultiMap().addAll(head.headers()),
                body)));
  }

  /** The first result counts; the connection goes with it. */
  private void finish(FetchResult result) {
    if (outcome.tryComplete(result)) {
      closeConnection();
    }
  }

  private void closeConnection() {
    HttpConnection open = connection;
    if (open != null) {
      connection = null;
      open.close();
    }
  }

  private static Kind kind(Throwable cause) {
    return switch (cause) {
      case SSLException _ -> Kind.TLS;
      case ConnectException _ -> Kind.REFUSED;
      default -> Kind.UNREACHABLE;
    };
  }
}
