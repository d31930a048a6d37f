package dev.gatehouse.launcher.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnTest {

  @TempDir private Path temp;

  @Test
  void changesOfManyAtOnceAreAllThere() throws Exception {
    var state = new StateFile(DataFolder.of(temp));
    var self = ProcessRecord.of(ProcessHandle.current(), "");
    var start = new CountDownLatch(1);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 20)
          .forEach(number ->
              threads.submit(() -> {
                start.await();
                return new StateFile(DataFolder.of(temp))
                    .update(it -> it.withProcess("service-" + number, self));
              }));
      start.countDown();
    }

    assertThat(IntStream.range(0, 20))
        .allSatisfy(number -> assertThat(state.read().process("service-" + number)).isPresent());
  }

  @Test
  void oneWaitsForTheOther() throws Exception {
    var folder = DataFolder.of(temp);
    var second = new CountDownLatch(1);
    Thread waiting;
    boolean early;
    try (var _ = Turn.take(folder, "restart-auth")) {
      waiting =
          Thread.ofPlatform()
              .start(() -> {
                try (var _ = Turn.take(folder, "restart-auth")) {
                  second.countDown();
                }
              });

      early = second.await(200, TimeUnit.MILLISECONDS);
    }

    waiting.join();
    assertThat(early).isFalse();
    assertThat(second.getCount()).isZero();
  }
}
