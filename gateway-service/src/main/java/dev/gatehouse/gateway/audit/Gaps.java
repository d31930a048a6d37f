package dev.gatehouse.gateway.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the calls that were served without a record, by organisation, where the organisation chose
 * that for reading while the spool is full. Kept in a file, so that a process that dies in the
 * middle of a gap does not forget it; what it served in its last moments may be missing in the
 * number, never the gap.
 */
final class Gaps {
  private static final Logger LOG = LoggerFactory.getLogger(Gaps.class);

  private final Path path;
  private final Map<String, Gap> open = new ConcurrentHashMap<>();
  private volatile boolean changed;

  /**
   * @param calls that were served without a record
   */
  record Gap(String organisation, Instant from, Instant to, long calls) {
    private Gap and(Instant now) {
      return new Gap(organisation, from, now, calls + 1);
    }
  }

  Gaps(Path directory) {
    this.path = directory.resolve("gaps");
    if (Files.exists(path)) {
      read();
    }
  }

  private void read() {
    try {
      for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
        String[] parts = line.split(" ");
        Gap gap =
            new Gap(
                parts[0],
                Instant.parse(parts[1]),
                Instant.parse(parts[2]),
                Long.parseLong(parts[3]));
        open.put(gap.organisation(), gap);
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("The file of gaps in the audit trail cannot be read: {}", path, e);
    }
  }

  /**
   * @return whether a gap has begun with it
   */
  boolean served(String organisation) {
    Instant now = Instant.now();
    Gap gap =
        open.merge(
            organisation, new Gap(organisation, now, now, 1), (known, one) -> known.and(now));
    changed = true;
    return gap.calls() == 1;
  }

  /** Called when a gap begins, and now and then by the relay. */
  synchronized void save() throws IOException {
    if (!changed) {
      return;
    }
    changed = false; // before: what comes meanwhile is saved next time
    try {
      write();
    } catch (IOException e) {
      changed = true;
      throw e;
    }
  }

  private void write() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Gap gap : open.values()) {
      text.append(gap.organisation()).append(' ').append(gap.from()).append(' ');
      text.append(gap.to()).append(' ').append(gap.calls()).append('\n');
    }
    Path fresh = path.resolveSibling("gaps.new");
    Files.writeString(fresh, text, StandardCharsets.UTF_8);
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  boolean any() {
    return !open.isEmpty();
  }

  List<Gap> all() {
    return new ArrayList<>(open.values());
  }

  /** It is on record now; what came after it stays. */
  void closed(Gap gap) {
    if (!open.remove(gap.organisation(), gap)) {
      open.computeIfPresent(
          gap.organisation(),
          (organisation, now) ->
              new Gap(organisation, gap.to(), now.to(), now.calls() - gap.calls()));
    }
    changed = true;
  }
}
