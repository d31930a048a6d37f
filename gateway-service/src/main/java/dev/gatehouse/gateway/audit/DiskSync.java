package dev.gatehouse.gateway.audit;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flushes the disk after attempts, on a thread of its own. All that was written in one turn of an
 * event loop is one group; while the disk is busy, more turns gather and are flushed with what
 * comes before them. A file that was closed meanwhile is opened again for it; one that is gone has
 * been taken by Kafka, all of it.
 */
final class DiskSync implements Confirmation, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskSync.class);

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("audit-sync").factory());
  private final Flush flush;

  DiskSync(Flush flush) {
    this.flush = flush;
  }

  @Override
  public void await(
      @Nullable Path file,
      @Nullable FileChannel channel,
      long position,
      boolean sync,
      Executor loop,
      SpoolWriter.Written then) {
    if (!sync || file == null) {
      then.done(true);
      return;
    }
    thread.execute(() -> {
      boolean done = flush(file, channel);
      loop.execute(() -> then.done(done));
    });
  }

  private boolean flush(Path file, @Nullable FileChannel channel) {
    try {
      if (channel == null || !flushOpen(channel)) {
        flushAgain(file);
      }
      return true;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      LOG.error("The audit spool cannot be flushed to the disk; calls are refused", e);
      return false;
    }
  }

  /** Returns false if it was closed. */
  private boolean flushOpen(FileChannel channel) throws IOException {
    try {
      flush.flush(channel);
      return true;
    } catch (ClosedChannelException e) {
      return false;
    }
  }

  private void flushAgain(Path file) throws IOException {
    try (FileChannel again = FileChannel.open(file, StandardOpenOption.WRITE)) {
      flush.flush(again);
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
