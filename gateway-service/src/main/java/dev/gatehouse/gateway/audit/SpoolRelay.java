package dev.gatehouse.gateway.audit;

import dev.gatehouse.platform.event.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves records from the spool to Kafka: a chunk at a time, the next one only when all of it is
 * acknowledged by every in-sync replica. A file that is done and no longer written is deleted. What
 * cannot be read is set aside, never dropped. At least once: the receiver drops what it has seen.
 */
final class SpoolRelay {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolRelay.class);
  private static final int CHUNK_BYTES = 1 << 20;

  private final SpoolDirectory directory;
  private final Checkpoint checkpoint;
  private final RecordCompletion completion;
  private final Acknowledged acknowledged;
  private final Supplier<Producer<String, byte[]>> connect;
  private @Nullable Producer<String, byte[]> producer;
  private ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
  private final LongAdder relayed = new LongAdder();

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
    this.completion = completion;
    this.acknowledged = acknowledged;
    this.checkpoint = new Checkpoint(directory.path());
    this.connect = connect;
  }

  /** Records sent since the start. */
  long relayed() {
    return relayed.sum();
  }

  /**
   * Sends what there is.
   *
   * @return whether anything was sent
   * @throws IOException if the spool cannot be read
   * @throws KafkaException if Kafka does not take it; try again later
   */
  boolean pass() throws IOException, InterruptedException {
    long before = directory.added();
    List<Path> files = directory.files();
    directory.measured(unsent(files), before);
    boolean any = false;
    try {
      for (Path file : files) {
        boolean active = directory.active(file); // before reading: what comes later is read later
        any |= drain(file);
        if (!active) {
          retire(file);
        }
      }
    } finally {
      checkpoint.save();
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
      Progress progress;
      do {
        progress = relayChunk(file, in);
        any |= progress.sent();
      } while (progress.more());
    }
    return any;
  }

  /**
   * @param more whether the chunk was full, so that there is something left; what has only come
   *     meanwhile waits for the next pass
   */
  private record Progress(boolean sent, boolean more) {}

  private Progress relayChunk(Path file, FileChannel in) throws IOException, InterruptedException {
    long from = checkpoint.position(file);
    chunk.clear();
    while (chunk.hasRemaining() && in.read(chunk, from + chunk.position()) >= 0) {
      // until the chunk or the file is full
    }
    chunk.flip();
    List<Frame> frames = new ArrayList<>();
    for (Frame f = Frame.readFrom(chunk); f != null; f = Frame.readFrom(chunk)) {
      frames.add(f);
    }
    boolean full = chunk.limit() == chunk.capacity();
    if (frames.isEmpty()) {
      return new Progress(false, full && enlarge());
    }
    send(frames);
    checkpoint.acknowledge(file, from + chunk.position());
    directory.relayed(chunk.position());
    acknowledged.upTo(file, from + chunk.position());
    return new Progress(true, full);
  }

  /** One frame is larger than the chunk. */
  private boolean enlarge() {
    if (chunk.capacity() > 32 * CHUNK_BYTES) {
      return false;
    }
    chunk = ByteBuffer.allocate(chunk.capacity() * 2);
    return true;
  }

  private void send(List<Frame> frames) throws InterruptedException {
    Producer<String, byte[]> to = producer;
    if (to == null) {
      to = connect.get();
      producer = to;
    }
    List<Future<RecordMetadata>> sent = new ArrayList<>(frames.size());
    for (Frame frame : frames) {
      String key = new String(frame.key(), StandardCharsets.UTF_8);
      sent.add(to.send(new ProducerRecord<>(Topics.AUDIT, key, completion.complete(frame))));
    }
    to.flush();
    try {
      for (Future<RecordMetadata> record : sent) {
        record.get();
      }
    } catch (ExecutionException e) {
      throw new KafkaException("Kafka did not take a record", e.getCause());
    }
    relayed.add(frames.size());
  }

  /** After a failure: a producer that has met a fatal error is of no use any more. */
  void disconnect() {
    Producer<String, byte[]> broken = producer;
    producer = null;
    if (broken != null) {
      broken.close(Duration.ZERO);
    }
  }

  private void retire(Path file) throws IOException {
    long left = Files.size(file) - checkpoint.position(file);
    if (left > 0) {
      Path aside = file.resolveSibling(file.getFileName() + ".damaged");
      Files.move(file, aside);
      LOG.error(
          "{} bytes at the end of a file of the audit spool are no whole record; kept in {}",
          left,
          aside);
    } else {
      Files.delete(file);
    }
    checkpoint.forget(file);
  }
}
