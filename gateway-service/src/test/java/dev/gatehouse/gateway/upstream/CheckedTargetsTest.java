package dev.gatehouse.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.mcp.upstream.TargetResolver.Target;
import dev.gatehouse.platform.http.TargetGuard;
import dev.gatehouse.platform.http.TargetPolicy;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckedTargetsTest {
  private static final Future<List<InetAddress>> NOTHING =
      Future.failedFuture(new UnknownHostException());
  private static final Future<List<InetAddress>> PUBLIC =
      Future.succeededFuture(List.of(InetAddress.ofLiteral("8.8.8.8")));

  private final Deque<Future<List<InetAddress>>> answers = new ArrayDeque<>();
  private final CheckedTargets targets =
      new CheckedTargets(
          new TargetGuard(TargetPolicy.publicOnly(), _ -> answers.remove(), Duration.ofSeconds(5)),
          Duration.ofMinutes(1),
          () -> 0);

  @Test
  void aNameThatDoesNotResolveIsLookedUpAgain() {
    answers.addAll(List.of(NOTHING, PUBLIC));

    assertThat(resolve("https://mcp.example.com/")).isEqualTo(new Target.Unresolved());
    assertThat(resolve("https://mcp.example.com/")).isInstanceOf(Target.Allowed.class);
  }

  @Test
  void aCheckedAddressIsRemembered() {
    answers.add(PUBLIC);

    Target first = resolve("https://mcp.example.com/");

    assertThat(resolve("https://mcp.example.com/")).isSameAs(first);
  }

  @Test
  void aNameOfTheNetworkIsBlockedWhereItDoesNotResolve() {
    answers.add(NOTHING);

    assertThat(resolve("https://vault.internal/")).isEqualTo(new Target.Blocked());
  }

  private Target resolve(String uri) {
    return targets.resolve(URI.create(uri)).result();
  }
}
