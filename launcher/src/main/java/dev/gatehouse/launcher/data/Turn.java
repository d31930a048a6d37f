package dev.gatehouse.launcher.data;

import dev.gatehouse.launcher.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One thing of a folder that is done by one command at a time; others wait for their turn. The
 * system ends the turn of a process that ends.
 */
public final class Turn implements AutoCloseable {

  /** A file lock keeps other processes out, but not other threads of this one. */
  private static final ConcurrentMap<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

  private final ReentrantLock here;
  private final FileChannel everywhere;

  private Turn(ReentrantLock here, FileChannel everywhere) {
    this.here = here;
    this.everywhere = everywhere;
  }

  /**
   * Waits until nobody else does it. Not for use within the same turn.
   *
   * @param what is done, as the name of a file
   */
  public static Turn take(DataFolder folder, String what) {
    var file = folder.file(what + ".lock");
    var here = HERE.computeIfAbsent(file, _ -> new ReentrantLock());
    here.lock();
    try {
      return new Turn(here, locked(file));
    } catch (IOException e) {
      here.unlock();
      throw Failure.of(e);
    }
  }

  private static FileChannel locked(Path file) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      channel.lock();
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      everywhere.close();
    } catch (IOException e) {
      throw Failure.of(e);
    } finally {
      here.unlock();
    }
  }
}
