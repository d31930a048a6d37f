package dev.gatehouse.gateway.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of the spool: one process at a time, one file written per event loop. Knows which
 * files are still being written and whether there is room.
 */
final class SpoolDirectory implements AutoCloseable {
  private static final String SUFFIX = ".spool";

  private final Path path;
  private final long maxBytes;
  private final Set<Path> active = ConcurrentHashMap.newKeySet();
  private final AtomicLong sequence = new AtomicLong();
  private final long epoch = System.currentTimeMillis();
  private final FileChannel lockFile;
  private final FileLock lock;
  private volatile long bytes;
  private final AtomicLong added = new AtomicLong();
  private volatile long addedBefore;
  private volatile boolean full;
  private volatile boolean failing;

  /**
   * @throws UncheckedIOException if the folder cannot be written or belongs to another process
   */
  SpoolDirectory(Path path, long maxBytes) {
    this.path = path;
    this.maxBytes = maxBytes;
    try {
      Files.createDirectories(path);
      lockFile =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock = lock(path, lockFile);
    } catch (IOException e) {
      throw new UncheckedIOException("gatehouse.spool.directory cannot be used: " + path, e);
    }
  }

  private static FileLock lock(Path path, FileChannel file) throws IOException {
    @Nullable FileLock taken;
    try {
      taken = file.tryLock();
    } catch (OverlappingFileLockException e) {
      taken = null;
    }
    if (taken == null) {
      throw new IOException("another process uses the audit spool " + path);
    }
    return taken;
  }

  Path path() {
    return path;
  }

  /** A new file to write to; names sort by age. */
  Path begin() {
    Path file = path.resolve("%013d-%06d%s".formatted(epoch, sequence.incrementAndGet(), SUFFIX));
    active.add(file);
    return file;
  }

  void end(Path file) {
    active.remove(file);
  }

  boolean active(Path file) {
    return active.contains(file);
  }

  /** All files of records, oldest first. */
  List<Path> files() throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  /** Whether records can be taken: there is room, and the last one could be written. */
  boolean writable() {
    return !full && !failing;
  }

  /** Whether the disk did not take the last one. */
  boolean failing() {
    return failing;
  }

  /** A file that holds one record, for what no event loop writes. */
  void writeAlone(Frame frame) throws IOException {
    Path file = begin();
    try {
      ByteBuffer bytes = ByteBuffer.allocate(frame.size());
      frame.writeTo(bytes);
      Files.write(file, bytes.array(), StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      Files.deleteIfExists(file); // half a record is none
      throw e;
    } finally {
      end(file);
    }
  }

  /** Not relayed yet, of what was there when it was measured last. */
  long bytes() {
    return Math.max(0, bytes);
  }

  /** Called after each write: Kafka may keep the relay from measuring for long. */
  void added(long more) {
    if (bytes + added.addAndGet(more) - addedBefore > maxBytes) {
      full = true;
    }
  }

  /** All that was written since the start. */
  long added() {
    return added.get();
  }

  /**
   * Called now and then with the size of all files.
   *
   * @param before what {@link #added()} was before they were looked at; what came meanwhile may
   *     count twice until the next time, and never not at all
   */
  void measured(long bytes, long before) {
    this.bytes = bytes;
    addedBefore = before;
    full = bytes + added.get() - before > maxBytes;
    if (failing) {
      failing = !probe();
    }
  }

  /**
   * Called after each chunk that Kafka has taken, by who measures: a pass over a spool that was
   * nearly full takes long, and there is room again from its first chunk on.
   */
  void relayed(long less) {
    long left = bytes - less;
    bytes = left;
    full = left + added.get() - addedBefore > maxBytes;
  }

  /** While nothing can be written nothing is appended, so the way back is tried here. */
  private boolean probe() {
    try {
      Files.write(path.resolve("probe"), new byte[4096]);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  void written(boolean successfully) {
    if (failing == successfully) {
      failing = !successfully;
    }
  }

  @Override
  public void close() throws IOException {
    lock.release();
    lockFile.close();
  }
}
