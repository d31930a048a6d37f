package dev.gatehouse.gateway.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Moves records from the spool to Kafka: a chunk at a time, the next one only when all of it is
 * acknowledged by every in-sync replica. A file that is done and no longer written is deleted. What
 * is damaged is set aside, never dropped, and keeps nothing behind it. At least once: the receiver
 * drops what it has seen.
 */
final class SpoolRelay {
  private static final int CHUNK_BYTES = 1 << 20;

  private final SpoolDirectory directory;
  private final Checkpoint checkpoint;
  private final Acknowledged acknowledged;
  private final RecordSender sender;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
  private final DamagedParts damaged = new DamagedParts();

  /** The size of a file in which nothing sound was found behind what was sent of it. */
  private final Map<Path, Long> searched = new HashMap<>();

  /** Told when Kafka has all of a file up to a position. */
  @FunctionalInterface
  interface Acknowledged {
    void upTo(Path file, long position);
  }

  /**
   * @param connect makes a producer; called again after one has failed for good
   */
  SpoolRelay(
      SpoolDirectory directory,
      RecordCompletion completion,
      Acknowledged acknowledged,
      Supplier<Producer<String, byte[]>> connect) {
    this.directory = directory;
    this.acknowledged = acknowledged;
    this.checkpoint = new Checkpoint(directory.path());
    this.sender = new RecordSender(completion, connect);
  }

  DamagedParts damaged() {
    return damaged;
  }

  /** Records sent since the start. */
  long relayed() {
    return sender.sent();
  }

  /**
   * Sends what there is.
   *
   * @return whether anything was sent
   * @throws IOException if something of the spool cannot be read; the rest is sent
   * @throws KafkaException if Kafka does not take it; try again later
   */
  boolean pass() throws IOException, InterruptedException {
    long before = directory.added();
    List<Path> files = directory.files();
    directory.measured(unsent(files), before);
    boolean any = false;
    @Nullable IOException unreadable = null;
    try {
      for (Path file : files) {
        try {
          any |= relay(file);
        } catch (IOException e) { // one must not keep all the others
          unreadable = e;
        }
      }
    } finally {
      checkpoint.save();
    }
    if (unreadable != null) {
      throw unreadable;
    }
    return any;
  }

  private boolean relay(Path file) throws IOException, InterruptedException {
    boolean active = directory.active(file); // before reading: what comes later is read later
    boolean any = drain(file);
    if (!active) {
      retire(file);
    }
    return any;
  }

  private long unsent(List<Path> files) throws IOException {
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file) - checkpoint.position(file);
    }
    return bytes;
  }

  private boolean drain(Path file) throws IOException, InterruptedException {
    boolean any = false;
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      long end = in.size(); // what only comes meanwhile waits for the next pass
      while (checkpoint.position(file) < end && sendChunk(file, in, end)) {
        any = true;
      }
      if (checkpoint.position(file) < end && searched.getOrDefault(file, -1L) != end) {
        any |= drainDamaged(file, in, end);
      }
    }
    return any;
  }

  /** The same for what begins with something else than a frame that a chunk has room for. */
  private boolean drainDamaged(Path file, FileChannel in, long end)
      throws IOException, InterruptedException {
    boolean any = false;
    FrameSearch search = new FrameSearch(in, end);
    long from = checkpoint.position(file);
    for (long found = search.from(from); found != FrameSearch.NONE; found = search.from(from)) {
      if (found > from) {
        damaged.skipped(file, from, found);
        checkpoint.skip(file, found);
        directory.relayed(found - from);
      }
      if (!send(file, found, search.frame(found))) {
        throw new IOException("a file of the audit spool is changed by others");
      }
      any = true;
      while (sendChunk(file, in, end)) {
        // until the next one
      }
      from = checkpoint.position(file);
    }
    searched.put(file, end);
    return any;
  }

  private boolean sendChunk(Path file, FileChannel in, long end)
      throws IOException, InterruptedException {
    long from = checkpoint.position(file);
    chunk.clear().limit((int) Math.min(CHUNK_BYTES, end - from));
    while (chunk.hasRemaining() && in.read(chunk, from + chunk.position()) >= 0) {
      // until the chunk or the file is full
    }
    return send(file, from, chunk.flip());
  }

  /** Returns false if it begins with no whole and sound frame. */
  private boolean send(Path file, long from, ByteBuffer bytes) throws InterruptedException {
    List<Frame> frames = new ArrayList<>();
    for (Frame f = Frame.readFrom(bytes); f != null; f = Frame.readFrom(bytes)) {
      frames.add(f);
    }
    if (frames.isEmpty()) {
      return false;
    }
    sender.send(frames);
    checkpoint.acknowledge(file, from + bytes.position());
    directory.relayed(bytes.position());
    acknowledged.upTo(file, from + bytes.position());
    return true;
  }

  /** After a failure: a producer that has met a fatal error is of no use any more. */
  void disconnect() {
    sender.disconnect();
  }

  private void retire(Path file) throws IOException {
    long position = checkpoint.position(file);
    if (checkpoint.damaged(file) || Files.size(file) > position) {
      damaged.keep(file, position);
    } else {
      Files.delete(file);
    }
    checkpoint.forget(file);
    searched.remove(file);
  }
}
