package dev.gatehouse.audit.export;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Knows since when its writer has been waiting for the reader, for another thread to look at. */
final class PacedOutput extends OutputStream {
  private final OutputStream out;
  private final InstantSource clock;
  private final Duration patience;
  private final Instant end;
  private volatile @Nullable Instant waitingSince;

  /**
   * @param patience how long the reader may take nothing
   * @param end after which nobody waits for the reader at all
   */
  PacedOutput(OutputStream out, InstantSource clock, Duration patience, Instant end) {
    this.out = out;
    this.clock = clock;
    this.patience = patience;
    this.end = end;
  }

  /** Whether the reader has been waited for too long. */
  boolean overdue() {
    Instant since = waitingSince;
    Instant now = clock.instant();
    return since != null && (now.isAfter(since.plus(patience)) || now.isAfter(end));
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    waitingSince = clock.instant();
    try {
      out.write(bytes, from, length);
    } finally {
      waitingSince = null;
    }
  }

  @Override
  public void flush() throws IOException {
    waitingSince = clock.instant();
    try {
      out.flush();
    } finally {
      waitingSince = null;
    }
  }
}
