package dev.gatehouse.auth.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.auth.Endpoints;
import dev.gatehouse.auth.error.TryAgainException;
import dev.gatehouse.platform.event.CatalogEvent.GatewayManifest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class KnownEndpointsTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  /** As many as may wait at a time. */
  private static final int ALL_WAITING = 8;

  private final GatewayManifest gateway = Endpoints.gateway("acme", "later");

  @Test
  void anEndpointThatIsMadeAMomentLaterIsWaitedFor() throws Exception {
    KnownEndpoints endpoints = known(LONG);
    FutureTask<Boolean> early = ask(endpoints);
    endpoints.onRecord(gateway.key(), Endpoints.record(gateway));
    endpoints.onBatchEnd();
    assertThat(early.get()).isTrue();
  }

  @Test
  void oneThatNobodyMakesIsWaitedForOnlySoLong() throws Exception {
    assertThat(known(Duration.ofMillis(10)).comesToBe("acme", "later")).isFalse();
  }

  @Test
  void oneThatIsThereNeedsNoNews() {
    KnownEndpoints endpoints = known(LONG);
    endpoints.onRecord(gateway.key(), Endpoints.record(gateway));
    assertThat(endpoints.comesToBe("acme", "later")).isTrue();
  }

  @Test
  void whoComesWhileManyWaitIsAnsweredAtOnce() throws Exception {
    KnownEndpoints endpoints = known(LONG);
    List<FutureTask<Boolean>> waiting =
        IntStream.range(0, ALL_WAITING).mapToObj(_ -> ask(endpoints)).toList();
    assertThat(endpoints.comesToBe("acme", "later")).isFalse();
    assertThat(waiting).noneMatch(FutureTask::isDone);
    release(endpoints, waiting);
  }

  @Test
  void beforeTheCatalogueIsReadNobodyKnows() {
    KnownEndpoints endpoints = new KnownEndpoints(LONG);
    assertThatThrownBy(() -> endpoints.comesToBe("acme", "later"))
        .isInstanceOf(TryAgainException.class);
  }

  private static KnownEndpoints known(Duration patience) {
    KnownEndpoints endpoints = new KnownEndpoints(patience);
    endpoints.readBy(() -> true);
    return endpoints;
  }

  /** Somebody asks, and waits by now. */
  private static FutureTask<Boolean> ask(KnownEndpoints endpoints) {
    FutureTask<Boolean> answer = new FutureTask<>(() -> endpoints.comesToBe("acme", "later"));
    Thread thread = Thread.ofPlatform().daemon().start(answer);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> answer.isDone() || thread.getState() == Thread.State.TIMED_WAITING);
    return answer;
  }

  private void release(KnownEndpoints endpoints, List<FutureTask<Boolean>> waiting)
      throws InterruptedException, ExecutionException {
    endpoints.onRecord(gateway.key(), Endpoints.record(gateway));
    endpoints.onBatchEnd();
    for (FutureTask<Boolean> one : waiting) {
      one.get();
    }
  }
}
