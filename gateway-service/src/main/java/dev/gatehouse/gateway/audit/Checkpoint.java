package dev.gatehouse.gateway.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Up to where each file was acknowledged by Kafka, kept over a restart. If it is lost, records are
 * sent again; their ids let the receiver drop them.
 */
final class Checkpoint {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);

  private final Path path;
  private final Map<String, Long> positions = new HashMap<>();
  private boolean changed;

  Checkpoint(Path directory) {
    this.path = directory.resolve("checkpoint");
    if (Files.exists(path)) {
      read();
    }
  }

  private void read() {
    try {
      for (String line : Files.readAllLines(path, StandardCharsets.US_ASCII)) {
        int space = line.indexOf(' ');
        positions.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
      }
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      LOG.warn("The checkpoint of the audit spool cannot be read; records are sent again", e);
      positions.clear();
    }
  }

  long position(Path file) {
    return positions.getOrDefault(file.getFileName().toString(), 0L);
  }

  void acknowledge(Path file, long position) {
    positions.put(file.getFileName().toString(), position);
    changed = true;
  }

  void forget(Path file) {
    changed |= positions.remove(file.getFileName().toString()) != null;
  }

  void save() throws IOException {
    if (!changed) {
      return;
    }
    StringBuilder text = new StringBuilder();
    positions.forEach((name, at) -> text.append(name).append(' ').append(at).append('\n'));
    Path fresh = path.resolveSibling("checkpoint.new");
    Files.writeString(fresh, text, StandardCharsets.US_ASCII);
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    changed = false;
  }
}
