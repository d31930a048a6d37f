package dev.gatehouse.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import io.quarkus.test.common.http.TestHTTPResource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two hundred clients of two organisations, all with the same ids, half of them in sessions; some
 * cancel, some go away in the middle. Ten seconds, or {@code -Dsoak=MINUTES}.
 */
@GatewayTest
class IsolationTest {
  private static final int CLIENTS = 200;
  private static final Duration LASTS =
      Integer.getInteger("soak") == null
          ? Duration.ofSeconds(10)
          : Duration.ofMinutes(Integer.getInteger("soak"));

  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject Vertx vertx;

  @TestHTTPResource("/")
  URL gateway;

  private final List<Organisation> organisations = new ArrayList<>();
  private final List<UpstreamFixture> upstreams = new ArrayList<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final Queue<String> broken = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger goneAway = new AtomicInteger();
  private final AtomicInteger cancelled = new AtomicInteger();
  private HttpClient http;

  /** With connections that nobody else gets. */
  private HttpClient leaving;

  private long until;

  /** One of the clients. */
  private final class Client {
    final int number;
    final String token;
    final Promise<Void> done = Promise.promise();
    String session;
    int turn;

    Client(int number) {
      this.number = number;
      this.token = organisations.get(number % 2).token("g", Role.OWNER, "mcp:read mcp:write");
    }

    Future<Void> run() {
      if (number % 4 < 2) {
        next();
      } else {
        open()
            .onSuccess(_ -> next())
            .onFailure(failure -> {
              broken.add("open: " + failure);
              vertx.setTimer(100, _ -> run());
            });
      }
      return done.future();
    }

    private Future<Void> open() {
      return post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{"
              + "\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},"
              + "\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}}")
          .compose(exchange -> exchange.request().response())
          .compose(response -> {
            session = response.getHeader("Mcp-Session-Id");
            return response.body();
          })
          .compose(
              _ -> session == null ? Future.failedFuture("no session") : Future.succeededFuture());
    }

    private void next() {
      if (System.nanoTime() > until) {
        done.complete();
        return;
      }
      turn++;
      String mine = "client-" + number + "-" + turn;
      Future<Void> one =
          switch ((number + turn) % 7) {
            case 3 -> goAway(mine);
            case 5 -> session == null ? ask(mine) : cancel(mine);
            default -> ask(mine);
          };
      one.onComplete(_ -> vertx.runOnContext(_ -> next()));
    }

    private Future<Void> ask(String mine) {
      return post(call(mine))
          .compose(exchange -> exchange.request().response())
          .compose(response -> response.body())
          .onSuccess(body -> judge(mine, body.toString(), false))
          .onFailure(failure -> broken.add(mine + ": " + failure))
          .mapEmpty();
    }

    private Future<Void> goAway(String mine) {
      return post(leaving, call(mine))
          .compose(exchange -> after(2 + turn % 40).onSuccess(_ -> exchange.request().reset()))
          .onSuccess(_ -> goneAway.incrementAndGet())
          .otherwiseEmpty()
          .mapEmpty();
    }

    /** Every session has a request 1: it is this one's that ends. */
    private Future<Void> cancel(String mine) {
      Promise<Void> over = Promise.promise();
      post(leaving, call(mine))
          .onSuccess(exchange -> {
            exchange
                .request()
                .response()
                .compose(response -> response.body())
                .onSuccess(body -> judge(mine, body.toString(), true));
            after(5)
                .compose(_ ->
                    post(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                            + "\"params\":{\"requestId\":1}}"))
                .compose(told -> told.request().response())
                .compose(response -> response.body())
                .onSuccess(_ -> cancelled.incrementAndGet())
                .compose(_ -> after(50)) // the next request has the same id
                .onComplete(_ -> {
                  exchange.request().reset();
                  over.tryComplete();
                });
          })
          .onFailure(_ -> over.tryComplete());
      return over.future();
    }

    private Future<Sent> post(String body) {
      return post(http, body);
    }

    private Future<Sent> post(HttpClient over, String body) {
      return over.request(
              HttpMethod.POST,
              gateway.getPort(),
              gateway.getHost(),
              organisations.get(number % 2).path("g"))
          .map(request -> {
            request
                .putHeader("Authorization", "Bearer " + token)
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", "application/json, text/event-stream");
            if (session != null) {
              request
                  .putHeader("Mcp-Session-Id", session)
                  .putHeader("MCP-Protocol-Version", "2025-06-18");
            }
            request.end(Buffer.buffer(body));
            return new Sent(request);
          });
    }
  }

  private record Sent(HttpClientRequest request) {}

  @BeforeEach
  void twoOrganisations() {
    http =
        vertx.createHttpClient(
            new HttpClientOptions().setMaxPoolSize(2 * CLIENTS).setKeepAliveTimeout(30));
    leaving =
        vertx.createHttpClient(
            new HttpClientOptions().setMaxPoolSize(2 * CLIENTS).setKeepAlive(false));
    for (int i = 0; i < 2; i++) {
      UpstreamFixture upstream =
          UpstreamFixture.start(vertx, i == 0 ? Speaks.LEGACY : Speaks.MODERN)
              .delaying(Duration.ofMillis(20))
              .onCall(IsolationTest::echo);
      upstreams.add(upstream);
      organisations.add(
          new Organisation(view, catalog).connector(upstream.uri()).tool("get_a").gateway("g"));
    }
  }

  @AfterEach
  void close() {
    http.close();
    leaving.close();
    organisations.forEach(Organisation::close);
    upstreams.forEach(UpstreamFixture::close);
  }

  @Test
  void everyReplyBelongsToItsSender() throws Exception {
    until = System.nanoTime() + LASTS.toNanos();
    List<Future<Void>> running = new ArrayList<>();
    for (int number = 0; number < CLIENTS; number++) {
      running.add(new Client(number).run());
    }

    Future.all(running)
        .toCompletionStage()
        .toCompletableFuture()
        .get(LASTS.toSeconds() + 120, TimeUnit.SECONDS);

    assertThat(wrong).isEmpty();
    assertThat(answered).hasValueGreaterThan(CLIENTS);
    assertThat(broken.size()).isLessThan(answered.get() / 50);
    assertThat(goneAway).hasPositiveValue();
    assertThat(cancelled).hasPositiveValue();
  }

  /** All clients use the same id. */
  private static String call(String mine) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_a\","
        + "\"arguments\":{\"who\":\""
        + mine
        + "\"}}}";
  }

  /**
   * @param mayBeNone whether it was cancelled
   */
  private void judge(String mine, String text, boolean mayBeNone) {
    if (text.contains("\"said\":\"" + mine + "\"")) {
      answered.incrementAndGet();
    } else if (text.contains("\"said\"") || !(mayBeNone || isRefusal(text))) {
      wrong.add(mine + " got " + text);
    }
  }

  /** What more clients than calls at a time are told. */
  private static boolean isRefusal(String text) {
    return text.contains("too many") || text.contains("busy");
  }

  private Future<Void> after(long millis) {
    Promise<Void> later = Promise.promise();
    vertx.setTimer(millis, _ -> later.complete());
    return later.future();
  }

  private static String echo(JsonObject params) {
    String who = params.getJsonObject("arguments").getString("who");
    return "{\"content\":[{\"type\":\"text\",\"text\":\"x\"}],\"structuredContent\":{\"said\":\""
        + who
        + "\"}}";
  }
}
