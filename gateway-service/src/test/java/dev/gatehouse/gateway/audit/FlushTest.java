package dev.gatehouse.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When attempts are brought onto the disk itself, and what is told where that fails. */
class FlushTest {
  private static final int SEGMENT = 100;

  @TempDir Path path;
  private final BlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
  private final AtomicInteger flushed = new AtomicInteger();
  private final Flush counted =
      channel -> {
        channel.force(false);
        flushed.incrementAndGet();
      };
  private final List<Boolean> told = new ArrayList<>();
  private SpoolDirectory directory;

  @BeforeEach
  void open() {
    directory = new SpoolDirectory(path, 1 << 20);
  }

  @AfterEach
  void close() throws IOException {
    directory.close();
  }

  @Test
  void aFullFileWithAnAttemptIsFlushedBeforeItIsClosed() throws InterruptedException {
    SpoolWriter writer = writer(Confirmation.NONE, counted);

    writer.appendAttempt(ready(2 * SEGMENT), told::add);
    endTurn();

    assertThat(flushed).hasValue(1);
    assertThat(told).containsExactly(true);
  }

  @Test
  void aFullFileWithoutAnAttemptIsNot() throws InterruptedException {
    SpoolWriter writer = writer(Confirmation.NONE, counted);

    writer.append(ready(2 * SEGMENT), told::add);
    endTurn();

    assertThat(flushed).hasValue(0);
  }

  @Test
  void anAttemptThatDidNotReachTheDiskIsNotTakenForWrittenAndTheNextOneIs()
      throws InterruptedException {
    AtomicInteger failures = new AtomicInteger();
    SpoolWriter writer =
        writer(
            Confirmation.NONE,
            channel -> {
              if (failures.getAndIncrement() == 0) {
                throw new IOException("the disk has an error");
              }
            });
    writer.appendAttempt(ready(2 * SEGMENT), told::add);
    endTurn();
    assertThat(told).containsExactly(false);

    writer.appendAttempt(ready(2 * SEGMENT), told::add);
    endTurn();

    assertThat(told).containsExactly(false, true);
  }

  @Test
  void anAttemptIsFlushedAlsoWhereItsFileWasClosedMeanwhile() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    Flush slow =
        channel -> {
          try {
            busy.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          counted.flush(channel);
        };
    try (DiskSync disk = new DiskSync(slow)) {
      SpoolWriter writer = writer(disk, Flush.NONE);
      writer.appendAttempt(ready(1), told::add);
      endTurn();
      writer.append(ready(2 * SEGMENT), ignored -> {}); // closes the file
      endTurn();

      busy.countDown();
      endTurn();

      assertThat(told).containsExactly(true);
      assertThat(flushed).hasValue(1);
    }
  }

  private SpoolWriter writer(Confirmation confirmation, Flush flush) {
    return new SpoolWriter(directory, loop::add, SEGMENT, confirmation, flush);
  }

  private void endTurn() throws InterruptedException {
    Runnable next = loop.poll(30, TimeUnit.SECONDS);
    assertThat(next).as("something to do").isNotNull();
    next.run();
  }

  private static CallRecord.Ready ready(int bytes) {
    return new CallRecord.Ready(
        "1", "o/audit/1".getBytes(StandardCharsets.UTF_8), new byte[0], new byte[bytes]);
  }
}
