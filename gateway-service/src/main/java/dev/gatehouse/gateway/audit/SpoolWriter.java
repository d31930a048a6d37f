package dev.gatehouse.gateway.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the records of one event loop: what was appended in one turn of the loop goes to the file
 * in one write at its end, and only then are the answers sent. Written records outlive the process,
 * not the machine. Not thread-safe.
 */
public final class SpoolWriter {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolWriter.class);
  private static final int BUFFER_BYTES = 256 << 10;

  private final SpoolDirectory directory;
  private final Executor loop;
  private final long segmentBytes;
  private final Confirmation confirmation;
  private final Flush flush;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private List<Written> waiting = new ArrayList<>();
  private boolean syncWanted;
  private @Nullable FileChannel channel;
  private @Nullable Path file;
  private long position;

  /** Where the last write went; the file may be closed by now. */
  private @Nullable Path lastFile;

  private long lastPosition;
  private boolean scheduled;

  /** Whether all of this turn is on file so far. */
  private boolean whole = true;

  /** Told once the record is on file, or that it could not be written. */
  @FunctionalInterface
  public interface Written {
    void done(boolean successfully);
  }

  /**
   * @param loop runs a task at the end of the event loop's current turn
   * @param confirmation what has to follow the write before anybody is told
   * @param flush of a file that is full and has attempts of this turn; of the others {@code
   *     confirmation} sees to it
   */
  SpoolWriter(
      SpoolDirectory directory,
      Executor loop,
      long segmentBytes,
      Confirmation confirmation,
      Flush flush) {
    this.flush = flush;
    this.directory = directory;
    this.loop = loop;
    this.segmentBytes = segmentBytes;
    this.confirmation = confirmation;
  }

  /** The same for an attempt: where that is wanted, it is on the disk itself when it is told. */
  public void appendAttempt(CallRecord.Ready record, Written written) {
    syncWanted = true;
    append(record, written);
  }

  /** Takes a record; {@code written} is called on this event loop, always. */
  public void append(CallRecord.Ready record, Written written) {
    Frame frame = new Frame(record.key(), record.sealed(), record.value());
    if (frame.size() > buffer.remaining()) {
      writeBuffer();
    }
    if (frame.size() > buffer.capacity()) {
      writeAlone(frame);
    } else {
      frame.writeTo(buffer);
    }
    waiting.add(written);
    if (!scheduled) {
      scheduled = true;
      loop.execute(this::flush);
    }
  }

  private void writeAlone(Frame frame) {
    ByteBuffer large = ByteBuffer.allocate(frame.size());
    frame.writeTo(large);
    whole &= write(large.flip());
  }

  private void writeBuffer() {
    if (buffer.position() > 0) {
      whole &= write(buffer.flip());
      buffer.clear();
    }
  }

  /** Whoever is told may append again: by then nothing of this turn is left here. */
  private void flush() {
    scheduled = false;
    writeBuffer();
    boolean successfully = whole;
    boolean sync = syncWanted;
    List<Written> done = waiting;
    whole = true;
    syncWanted = false;
    waiting = new ArrayList<>();
    directory.written(successfully);
    if (!successfully) {
      tell(done, false);
      return;
    }
    confirmation.await(
        lastFile, channel, lastPosition, sync, loop, confirmed -> tell(done, confirmed));
  }

  private static void tell(List<Written> done, boolean successfully) {
    for (Written written : done) {
      tell(written, successfully);
    }
  }

  private static void tell(Written written, boolean successfully) {
    try {
      written.done(successfully);
    } catch (RuntimeException e) { // the others wait for their answers too
      LOG.error("What follows a record has failed", e);
    }
  }

  private boolean write(ByteBuffer bytes) {
    try {
      FileChannel out = open();
      int length = bytes.remaining();
      while (bytes.hasRemaining()) {
        position += out.write(bytes);
      }
      directory.added(length);
      lastFile = file;
      lastPosition = position;
      if (position >= segmentBytes) {
        if (syncWanted) {
          flush.flush(out);
        }
        closeFile();
      }
      return true;
    } catch (IOException e) {
      LOG.error("The audit spool cannot be written; calls are refused", e);
      closeFile(); // a torn frame ends this file; the relay keeps what is whole
      return false;
    }
  }

  private FileChannel open() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      Path fresh = directory.begin();
      file = fresh;
      open = FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      channel = open;
      position = 0;
    }
    return open;
  }

  private void closeFile() {
    Path done = file;
    FileChannel closing = channel;
    channel = null;
    file = null;
    try {
      if (closing != null) {
        closing.close();
      }
    } catch (IOException e) {
      LOG.warn("A file of the audit spool could not be closed: {}", done, e);
    }
    if (done != null) {
      directory.end(done);
    }
  }
}
