package dev.gatehouse.gateway.audit;

import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.EventCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a gap in the trail outlives the process from its beginning on, whether Kafka is
 * there or not, and is on record as soon as there is room.
 */
final class GapKeeping {
  private static final Logger LOG = LoggerFactory.getLogger(GapKeeping.class);

  private final SpoolDirectory directory;
  private final Gaps gaps;
  private final GapRecord gapRecord;
  private final Executor aside;
  private final OnceAMinute unkept = new OnceAMinute();
  private final OnceAMinute unwritten = new OnceAMinute();

  GapKeeping(SpoolDirectory directory, GapRecord gapRecord) {
    this(directory, gapRecord, Thread::startVirtualThread);
  }

  /**
   * @param aside runs what waits for the disk
   */
  GapKeeping(SpoolDirectory directory, GapRecord gapRecord, Executor aside) {
    this.aside = aside;
    this.directory = directory;
    this.gaps = new Gaps(directory.path());
    this.gapRecord = gapRecord;
  }

  /** On an event loop, which waits for no disk. */
  void served(String organisation) {
    if (gaps.served(organisation)) {
      aside.execute(this::save);
    }
  }

  private void save() {
    try {
      gaps.save();
    } catch (IOException e) {
      if (unkept.due()) {
        LOG.error("A gap in the audit trail would not outlive this process; it is tried again", e);
      }
    }
  }

  /**
   * A file of its own for each, by the relay's thread: event loops write to theirs alone. What
   * cannot be on record yet is kept; it never stops the relay, which frees the disk.
   *
   * @return whether everything could be written that there was room for
   */
  boolean record() {
    boolean written = true;
    if (gaps.any() && directory.writable()) {
      try {
        for (Gaps.Gap gap : gaps.all()) {
          record(gap);
        }
      } catch (IOException | RuntimeException e) {
        if (e instanceof IOException) {
          directory.written(false);
        }
        written = false;
        if (unwritten.due()) {
          LOG.error("A gap in the audit trail cannot be put on record; it is tried again", e);
        }
      }
    }
    save();
    return written;
  }

  private void record(Gaps.Gap gap) throws IOException {
    AuditRecord record = gapRecord.of(gap);
    byte[] value = EventCodec.encode(EventCodec.envelope("gateway", record, null));
    byte[] key = record.key().toString().getBytes(StandardCharsets.UTF_8);
    directory.writeAlone(new Frame(key, new byte[0], value));
    gaps.closed(gap);
    LOG.warn(
        "{} calls of organisation {} have no audit record: {}",
        gap.calls(),
        gap.organisation(),
        gap);
  }
}
