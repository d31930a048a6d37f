package dev.gatehouse.sync.connect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.identity.CallerAssertion;
import dev.gatehouse.platform.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks auth-service who is signed in at a browser: sessions are its own, and mean nothing to
 * anybody else (ADR 0017). Blocks: for threads that may.
 */
@ApplicationScoped
class Browsers {
  private static final int LIMIT_SECONDS = 5;

  private final VertxInternal vertx;
  private final HttpClient http;
  private final String session;
  private final CallerAssertion.Signer signer;

  Browsers(Vertx vertx, ConnectConfig config, CallerAssertion.Signer signer) {
    this.vertx = (VertxInternal) vertx;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(LIMIT_SECONDS))
                .setKeepAlive(false));
    this.session = config.authUrl() + "/internal/browser-session";
    this.signer = signer;
  }

  private record Answer(int status, Buffer body) {}

  /**
   * The user's id; empty if nobody is signed in.
   *
   * @param cookies value of the browser's header
   * @throws IOException if auth-service does not say
   */
  Optional<String> user(@Nullable String cookies) throws IOException, InterruptedException {
    if (cookies == null || cookies.chars().anyMatch(Character::isISOControl)) {
      return Optional.empty();
    }
    RequestOptions request =
        new RequestOptions()
            .setAbsoluteURI(session)
            .setMethod(HttpMethod.GET)
            .putHeader("Gatehouse-Caller", signer.sign("auth", null))
            .putHeader("Cookie", cookies);
    Answer answer = await(ask(request));
    if (answer.status() == 204) {
      return Optional.empty();
    }
    if (answer.status() != 200) {
      throw new IOException("auth-service answered " + answer.status());
    }
    JsonNode user = Json.mapper().readTree(answer.body().getBytes()).path("user");
    return Optional.ofNullable(user.textValue());
  }

  /** On an event loop of its own choice: the caller's may be the one that waits. */
  private Future<Answer> ask(RequestOptions request) {
    ContextInternal context = vertx.createEventLoopContext();
    Promise<Answer> answered = context.promise();
    context.runOnContext(_ ->
        http.request(request)
            .compose(HttpClientRequest::send)
            .compose(head -> head.body().map(body -> new Answer(head.statusCode(), body)))
            .timeout(LIMIT_SECONDS, TimeUnit.SECONDS)
            .onComplete(answered));
    return answered.future();
  }

  private static Answer await(Future<Answer> answer) throws IOException, InterruptedException {
    try {
      return answer.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw new IOException("no answer of auth-service", e.getCause());
    }
  }

  @PreDestroy
  void close() {
    http.close();
  }
}
