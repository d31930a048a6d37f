package dev.gatehouse.audit.ingest;

import dev.gatehouse.audit.ingest.DeadLetters.DeadLetter;
import dev.gatehouse.audit.ingest.RecordReader.Read;
import dev.gatehouse.audit.ingest.Retry.StoppedException;
import dev.gatehouse.audit.trail.RowsRefusedException;
import dev.gatehouse.audit.trail.TrailRow;
import dev.gatehouse.audit.trail.TrailWriter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes batches of the audit topic. Returns once every record of a batch is in the trail or among
 * the dead letters; only then are its offsets committed. A batch that comes twice changes nothing.
 */
@ApplicationScoped
class Ingest {
  private static final Logger LOG = Logger.getLogger(Ingest.class);

  /**
   * Bytes of what is stored at once. A slice is held several times over, as values, rows and what
   * PostgreSQL is sent; a batch has a number of records only, which may be large.
   */
  private static final int SLICE = 4 << 20;

  private final RecordReader reader;
  private final TrailWriter trail;
  private final DeadLetters deadLetters;
  private final Retry retry;
  private final IngestMetrics metrics;

  // Not a worker pool of Vert.x, which takes a batch that waits for a blocked thread.
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();

  Ingest(
      RecordReader reader,
      TrailWriter trail,
      DeadLetters deadLetters,
      Retry retry,
      IngestMetrics metrics) {
    this.reader = reader;
    this.trail = trail;
    this.deadLetters = deadLetters;
    this.retry = retry;
    this.metrics = metrics;
  }

  /** A row and the record that it was read from. */
  private record Pending(TrailRow row, ConsumerRecord<String, byte[]> source) {}

  /** One batch per consumer at a time: the next one is asked for when this one is acknowledged. */
  @Incoming("audit")
  public Uni<Void> onBatch(ConsumerRecords<String, byte[]> batch) {
    return Uni.createFrom()
        .voidItem()
        .invoke(() -> take(batch))
        .runSubscriptionOn(threads)
        // Neither acknowledged nor refused: it is read again after the next start.
        .onFailure(StoppedException.class)
        .recoverWithUni(Uni.createFrom().nothing());
  }

  /** What became of records. */
  private record Taken(int stored, int letters, long skewed) {
    private Taken and(Taken more) {
      return new Taken(stored + more.stored, letters + more.letters, skewed + more.skewed);
    }
  }

  private void take(ConsumerRecords<String, byte[]> batch) {
    Taken taken = new Taken(0, 0, 0);
    List<ConsumerRecord<String, byte[]>> slice = new ArrayList<>();
    int bytes = 0;
    for (ConsumerRecord<String, byte[]> source : batch) {
      int size = size(source.value());
      if (bytes + size > SLICE && !slice.isEmpty()) {
        taken = taken.and(take(slice));
        slice.clear();
        bytes = 0;
      }
      slice.add(source);
      bytes += size;
    }
    taken = taken.and(take(slice));
    metrics.batch(batch, taken.stored(), taken.letters());
    metrics.skewed(taken.skewed());
  }

  private static int size(byte @Nullable [] value) {
    return value == null ? 0 : value.length;
  }

  private Taken take(List<ConsumerRecord<String, byte[]>> slice) {
    List<Pending> pending = new ArrayList<>(slice.size());
    List<DeadLetter> letters = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> source : slice) {
      switch (reader.read(source.value())) {
        case Read.Row(TrailRow row) -> pending.add(new Pending(row, source));
        case Read.Unreadable(String reason) -> letters.add(new DeadLetter(source, reason));
      }
    }
    int stored = store(pending, letters);
    if (!letters.isEmpty()) {
      bury(letters);
    }
    long skewed = pending.stream().filter(row -> row.row().skewed()).count();
    return new Taken(stored, letters.size(), skewed);
  }

  /** Stores what PostgreSQL takes; what it refuses is narrowed down by halves to single records. */
  private int store(List<Pending> pending, List<DeadLetter> letters) {
    if (pending.isEmpty()) {
      return 0;
    }
    try {
      List<TrailRow> rows = pending.stream().map(Pending::row).toList();
      return retry.untilDone("records cannot be stored", () -> trail.write(rows));
    } catch (RowsRefusedException e) {
      if (pending.size() == 1) {
        letters.add(new DeadLetter(pending.getFirst().source(), String.valueOf(e.getMessage())));
        return 0;
      }
      int half = pending.size() / 2;
      return store(pending.subList(0, half), letters)
          + store(pending.subList(half, pending.size()), letters);
    }
  }

  private void bury(List<DeadLetter> letters) {
    for (DeadLetter letter : letters) {
      LOG.errorf(
          "An audit record goes to the dead letters (%s partition %d offset %d): %s",
          letter.record().topic(),
          letter.record().partition(),
          letter.record().offset(),
          letter.reason());
    }
    try {
      retry.untilDone(
          "dead letters cannot be sent",
          () -> {
            deadLetters.send(letters);
            return letters.size();
          });
    } catch (RowsRefusedException e) {
      throw new IllegalStateException("no rows are written here", e);
    }
  }
}
