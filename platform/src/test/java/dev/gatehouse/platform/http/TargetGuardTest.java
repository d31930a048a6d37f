package dev.gatehouse.platform.http;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.gatehouse.platform.http.TargetVerdict.Blocked;
import dev.gatehouse.platform.http.TargetVerdict.Permitted;
import dev.gatehouse.platform.http.TargetVerdict.Unresolved;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

/** What the name service may do to the guard. */
class TargetGuardTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  @Test
  void aNameThatIsNeverAnsweredDoesNotResolve() throws Exception {
    var guard =
        new TargetGuard(
            TargetPolicy.publicOnly(), _ -> Promise.<List<InetAddress>>promise().future(), SHORT);

    assertThat(await(guard.check("https://example.com/"))).isEqualTo(new Unresolved());
  }

  @Test
  void aNameThatTooManyOthersAreBeforeDoesNotResolve() throws Exception {
    var guard =
        new TargetGuard(
            TargetPolicy.publicOnly(),
            _ -> Future.failedFuture(new RejectedExecutionException("too many look-ups")),
            SHORT);

    assertThat(await(guard.check("https://example.com/"))).isEqualTo(new Unresolved());
  }

  @Test
  void blocksWhenTheResolverThrows() throws Exception {
    var guard =
        new TargetGuard(
            TargetPolicy.publicOnly(),
            _ -> {
              throw new IllegalStateException("resolver is broken");
            },
            SHORT);

    assertThat(await(guard.check("https://example.com/"))).isEqualTo(new Blocked());
  }

  @Test
  void aNameWithoutAddressesDoesNotResolve() throws Exception {
    var guard =
        new TargetGuard(TargetPolicy.publicOnly(), _ -> Future.succeededFuture(List.of()), SHORT);

    assertThat(await(guard.check("https://example.com/"))).isEqualTo(new Unresolved());
  }

  @Test
  void judgesEveryAddressHoweverMany() throws Exception {
    var addresses = new ArrayList<InetAddress>();
    for (int i = 0; i < 200; i++) {
      addresses.add(InetAddress.ofLiteral("8.8.8." + i));
    }
    addresses.add(InetAddress.ofLiteral("10.0.0.1"));
    var guard =
        new TargetGuard(TargetPolicy.publicOnly(), _ -> Future.succeededFuture(addresses), SHORT);

    assertThat(await(guard.check("https://example.com/"))).isEqualTo(new Blocked());
  }

  @Test
  void asksForTheAsciiNameOnce() throws Exception {
    var asked = new ArrayList<String>();
    var guard =
        new TargetGuard(
            TargetPolicy.publicOnly(),
            name -> {
              asked.add(name);
              return Future.succeededFuture(List.of(InetAddress.ofLiteral("8.8.8.8")));
            },
            SHORT);

    assertThat(await(guard.check("https://BÜCHER.example.:8443/"))).isInstanceOf(Permitted.class);
    assertThat(asked).containsExactly("xn--bcher-kva.example");
  }

  @Test
  void tellsTheOperatorWhyButNotThePath() throws Exception {
    var lines = new ArrayList<String>();
    var logger = Logger.getLogger(TargetGuard.class.getName());
    var handler = new LineHandler(lines);
    logger.setLevel(Level.FINE);
    handler.setLevel(Level.ALL);
    logger.addHandler(handler);
    try {
      var guard = Names.none().with("a.example", "10.0.0.1").guard(TargetPolicy.publicOnly());

      await(guard.check("https://a.example/s3cret?s3cret"));

      assertThat(lines)
          .singleElement(as(STRING))
          .contains("a.example", "10.0.0.1", "RFC 1918")
          .doesNotContain("s3cret");
    } finally {
      logger.removeHandler(handler);
      logger.setLevel(null);
    }
  }

  @Test
  void resolvesWithTheMachineOffTheEventLoop() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      var found = await(new SystemNameResolver(vertx).resolve("localhost"));

      assertThat(found).isNotEmpty().allMatch(InetAddress::isLoopbackAddress);
    } finally {
      await(vertx.close());
    }
  }

  @Test
  void aNameThatTheMachineDoesNotKnowDoesNotResolve() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      var guard = new TargetGuard(vertx, TargetPolicy.publicOnly());

      assertThat(await(guard.check("https://no-such-name.invalid/"))).isEqualTo(new Unresolved());
    } finally {
      await(vertx.close());
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get();
  }

  private static final class LineHandler extends Handler {
    private final List<String> lines;

    private LineHandler(List<String> lines) {
      this.lines = lines;
    }

    @Override
    public void publish(LogRecord line) {
      lines.add(new SimpleFormatter().formatMessage(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
