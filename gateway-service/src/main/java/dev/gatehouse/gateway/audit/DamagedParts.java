package dev.gatehouse.gateway.audit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What of the spool is no sound record: counted, told, and kept with the file it is in. */
final class DamagedParts {
  private static final Logger LOG = LoggerFactory.getLogger(DamagedParts.class);

  /** Before records that are whole: they were written, so it was too. */
  private final LongAdder middle = new LongAdder();

  /** What a process was killed over, as a rule. */
  private final LongAdder end = new LongAdder();

  void register(MeterRegistry metrics) {
    register(metrics, "middle", middle);
    register(metrics, "end", end);
  }

  private static void register(MeterRegistry metrics, String part, LongAdder bytes) {
    FunctionCounter.builder("gatehouse.gateway.audit.damaged", bytes, LongAdder::sum)
        .tag("part", part)
        .baseUnit("bytes")
        .register(metrics);
  }

  long inTheMiddle() {
    return middle.sum();
  }

  long atTheEnd() {
    return end.sum();
  }

  void skipped(Path file, long from, long to) {
    middle.add(to - from);
    LOG.error(
        "{} bytes of the audit spool are damaged, from {} to {} in {}; what is behind them is sent,"
            + " and the file is kept when it is done",
        to - from,
        from,
        to,
        file);
  }

  /**
   * Sets a file aside that is done.
   *
   * @param from up to where it was read
   */
  void keep(Path file, long from) throws IOException {
    long left = Files.size(file) - from;
    Path aside = file.resolveSibling(file.getFileName() + ".damaged");
    Files.move(file, aside);
    if (left > 0) {
      end.add(left);
      LOG.error("{} bytes at the end of a file of the audit spool are no whole record", left);
    }
    LOG.error("A damaged file of the audit spool is kept in {}", aside);
  }
}
