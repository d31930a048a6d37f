package dev.gatehouse.audit.ingest;

import dev.gatehouse.audit.ingest.DeadLetters.DeadLetter;
import dev.gatehouse.audit.ingest.RecordReader.Read;
import dev.gatehouse.audit.settings.RetentionChoice;
import dev.gatehouse.audit.trail.RowsRefusedException;
import dev.gatehouse.audit.trail.TrailRow;
import dev.gatehouse.audit.trail.TrailWriter;
import dev.gatehouse.audit.trail.Written;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Deals with batches of the audit topic. Returns once every record of a batch is in the trail or
 * among the dead letters; only then are its offsets committed. A batch that comes twice changes
 * nothing.
 */
@ApplicationScoped
class Ingest {
  private static final Logger LOG = Logger.getLogger(Ingest.class);

  /**
   * Bytes of what is stored at once. A slice is held several times over, as values, rows and what
   * PostgreSQL is sent; a batch may be some times as large.
   */
  private static final int SLICE = 4 << 20;

  private final RecordReader reader;
  private final RetentionChoice retention;
  private final TrailWriter trail;
  private final DeadLetters deadLetters;
  private final Retry retry;
  private final IngestMetrics metrics;

  Ingest(
      RecordReader reader,
      RetentionChoice retention,
      TrailWriter trail,
      DeadLetters deadLetters,
      Retry retry,
      IngestMetrics metrics) {
    this.reader = reader;
    this.retention = retention;
    this.trail = trail;
    this.deadLetters = deadLetters;
    this.retry = retry;
    this.metrics = metrics;
  }

  /** A row and the record that it was read from. */
  private record Pending(TrailRow row, ConsumerRecord<String, byte[]> source) {}

  /** What became of records. */
  private record Taken(Written written, int letters, long skewed) {
    private Taken and(Taken more) {
      return new Taken(written.and(more.written), letters + more.letters, skewed + more.skewed);
    }
  }

  /**
   * Reads a batch as far as its first slice goes, for most that is all of it; nothing is written.
   * Right after the start nothing is read before it is known how long records are to be kept.
   *
   * @return stores the batch; throws {@link Retry.StoppedException} if the service ends before
   */
  Runnable begin(List<ConsumerRecord<String, byte[]>> batch) {
    List<List<ConsumerRecord<String, byte[]>>> slices = slices(batch);
    Slice ahead = retention.isKnown() ? read(slices.getFirst()) : null;
    return () -> {
      Taken taken = store(ahead == null ? firstOfAll(slices.getFirst()) : ahead);
      for (List<ConsumerRecord<String, byte[]>> slice : slices.subList(1, slices.size())) {
        taken = taken.and(store(read(slice)));
      }
      metrics.batch(batch, taken.written(), taken.letters());
      metrics.skewed(taken.skewed());
    };
  }

  private Slice firstOfAll(List<ConsumerRecord<String, byte[]>> slice) {
    try {
      retry.untilDone(
          "how long records are to be kept is not known",
          () -> {
            retention.learn();
            return slice;
          });
    } catch (RowsRefusedException e) {
      throw new IllegalStateException("no rows are written here", e);
    }
    return read(slice);
  }

  private static List<List<ConsumerRecord<String, byte[]>>> slices(
      List<ConsumerRecord<String, byte[]>> batch) {
    List<List<ConsumerRecord<String, byte[]>>> slices = new ArrayList<>();
    int from = 0;
    int bytes = 0;
    for (int i = 0; i < batch.size(); i++) {
      int size = size(batch.get(i).value());
      if (bytes + size > SLICE && i > from) {
        slices.add(batch.subList(from, i));
        from = i;
        bytes = 0;
      }
      bytes += size;
    }
    slices.add(batch.subList(from, batch.size()));
    return slices;
  }

  private static int size(byte @Nullable [] value) {
    return value == null ? 0 : value.length;
  }

  /** What can be stored and what cannot, of one slice. */
  private record Slice(List<Pending> pending, List<DeadLetter> letters) {}

  private Slice read(List<ConsumerRecord<String, byte[]>> slice) {
    List<Pending> pending = new ArrayList<>(slice.size());
    List<DeadLetter> letters = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> source : slice) {
      switch (reader.read(source.value())) {
        case Read.Row(TrailRow row) -> pending.add(new Pending(row, source));
        case Read.Unreadable(String reason) -> letters.add(new DeadLetter(source, reason));
      }
    }
    return new Slice(pending, letters);
  }

  private Taken store(Slice slice) {
    Written written = store(slice.pending(), slice.letters());
    if (!slice.letters().isEmpty()) {
      bury(slice.letters());
    }
    long skewed = slice.pending().stream().filter(row -> row.row().skewed()).count();
    return new Taken(written, slice.letters().size(), skewed);
  }

  /** Stores what PostgreSQL takes; what it refuses is narrowed down by halves to single records. */
  private Written store(List<Pending> pending, List<DeadLetter> letters) {
    if (pending.isEmpty()) {
      return Written.NOTHING;
    }
    try {
      List<TrailRow> rows = pending.stream().map(Pending::row).toList();
      return retry.untilDone("records cannot be stored", () -> trail.write(rows));
    } catch (RowsRefusedException e) {
      if (pending.size() == 1) {
        letters.add(new DeadLetter(pending.getFirst().source(), String.valueOf(e.getMessage())));
        return Written.NOTHING;
      }
      int half = pending.size() / 2;
      return store(pending.subList(0, half), letters)
          .and(store(pending.subList(half, pending.size()), letters));
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
