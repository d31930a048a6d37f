package dev.gatehouse.sync.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.mcp.upstream.DefinitionList;
import dev.gatehouse.mcp.upstream.ListedKind;
import dev.gatehouse.mcp.upstream.UpstreamEndpoint;
import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.mcp.upstream.UpstreamResult;
import dev.gatehouse.platform.http.TargetGuard;
import dev.gatehouse.platform.http.TargetPolicy;
import dev.gatehouse.platform.stdio.StdioRunnerConfig;
import dev.gatehouse.sync.Samples;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An upstream whose name answers otherwise the next time (DNS rebinding). */
class RebindingTest {
  private static final InetAddress PERMITTED = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress INSIDE = InetAddress.ofLiteral("127.0.0.2");

  private final Vertx vertx = Vertx.vertx();
  private final UpstreamFixture upstream =
      UpstreamFixture.start(vertx, Speaks.LEGACY)
          .tools(1, List.of(Samples.tool("a", ""), Samples.tool("b", ""), Samples.tool("c", "")));
  private final AtomicInteger lookUps = new AtomicInteger();
  private final AtomicInteger knocked = new AtomicInteger();

  /** At the port of the upstream, at an address that is not permitted. */
  @BeforeEach
  void somebodyInside() {
    vertx
        .createNetServer()
        .connectHandler(socket -> {
          knocked.incrementAndGet();
          socket.close();
        })
        .listen(upstream.uri().getPort(), INSIDE.getHostAddress())
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(30, TimeUnit.SECONDS)
        .join();
  }

  @AfterEach
  void stop() {
    upstream.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** Wherever in a run the name turns: nobody inside is asked anything. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aNameThatTurnsInTheMiddleOfARunIsNotFollowed(int goodAnswers) throws Exception {
    Discovered found =
        discover(() -> lookUps.incrementAndGet() <= goodAnswers ? PERMITTED : INSIDE);

    assertThat(failure(found)).isInstanceOf(UpstreamFailure.Blocked.class);
    assertThat(lookUps.get()).isGreaterThan(goodAnswers);
    assertThat(upstream.seen()).isNotEmpty();
    assertThat(knocked).hasValue(0);
  }

  @Test
  void aNameThatStaysIsRead() throws Exception {
    Discovered found = discover(() -> PERMITTED);

    assertThat(found.list(ListedKind.TOOLS))
        .isInstanceOfSatisfying(
            UpstreamResult.Ok.class,
            ok -> assertThat(((DefinitionList) ok.value()).definitions()).hasSize(3));
  }

  /**
   * @param address what the name service answers
   */
  private Discovered discover(Supplier<InetAddress> address) throws InterruptedException {
    TargetGuard guard =
        new TargetGuard(
            TargetPolicy.allowing(List.of("127.0.0.1")),
            name -> Future.succeededFuture(List.of(address.get())),
            Duration.ofSeconds(5));
    Upstreams upstreams = new Upstreams(vertx, guard, new NoRunner(), "1");
    try {
      URI uri = upstream.uri();
      return upstreams.discover(
          "streamable_http",
          new UpstreamEndpoint(
              URI.create("http://rebinding.example:" + uri.getPort() + uri.getPath()),
              Map.of(),
              ""),
          Set.of(ListedKind.TOOLS),
          Duration.ofSeconds(30),
          Progress.NONE);
    } finally {
      upstreams.close();
    }
  }

  private static UpstreamFailure failure(Discovered found) {
    return switch (found.list(ListedKind.TOOLS)) {
      case UpstreamResult.Failed<DefinitionList>(UpstreamFailure failure) -> failure;
      case UpstreamResult.Ok<DefinitionList>(DefinitionList list) -> list.incomplete();
    };
  }

  private record NoRunner() implements StdioRunnerConfig {
    @Override
    public Optional<URI> url() {
      return Optional.empty();
    }

    @Override
    public Optional<String> token() {
      return Optional.empty();
    }
  }
}
