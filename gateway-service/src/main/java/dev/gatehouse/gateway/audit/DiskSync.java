package dev.gatehouse.gateway.audit;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flushes the disk after attempts, on a thread of its own. All that was written in one turn of an
 * event loop is one group; while the disk is busy, more turns gather and are flushed with what
 * comes before them.
 */
final class DiskSync implements Confirmation, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskSync.class);

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("audit-sync").factory());

  @Override
  public void await(
      @Nullable Path file,
      @Nullable FileChannel channel,
      long position,
      boolean sync,
      Executor loop,
      SpoolWriter.Written then) {
    if (!sync) {
      then.done(true);
      return;
    }
    if (channel == null) { // closed at its end, which flushes it
      then.done(true);
      return;
    }
    thread.execute(() -> {
      boolean done = force(channel);
      loop.execute(() -> then.done(done));
    });
  }

  private static boolean force(FileChannel channel) {
    try {
      channel.force(false);
      return true;
    } catch (ClosedChannelException e) {
      return true; // flushed when it was closed
    } catch (IOException e) {
      LOG.error("The audit spool cannot be flushed to the disk; calls are refused", e);
      return false;
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
