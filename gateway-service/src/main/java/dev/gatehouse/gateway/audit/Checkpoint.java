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
 * Up to where each file was acknowledged by Kafka, and whether something before that was damaged,
 * kept over a restart. If it is lost, records are sent again; their ids let the receiver drop them.
 */
final class Checkpoint {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);

  private final Path path;
  private final Map<String, Place> places = new HashMap<>();
  private boolean changed;

  private record Place(long position, boolean damaged) {
    private static final Place BEGINNING = new Place(0, false);
    private static final String DAMAGED = " damaged";

    static Place of(String text) {
      boolean damaged = text.endsWith(DAMAGED);
      String position = damaged ? text.substring(0, text.length() - DAMAGED.length()) : text;
      return new Place(Long.parseLong(position), damaged);
    }

    @Override
    public String toString() {
      return damaged ? position + DAMAGED : Long.toString(position);
    }
  }

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
        places.put(line.substring(0, space), Place.of(line.substring(space + 1)));
      }
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      LOG.warn("The checkpoint of the audit spool cannot be read; records are sent again", e);
      places.clear();
    }
  }

  long position(Path file) {
    return place(file).position();
  }

  /** Whether something was skipped. */
  boolean damaged(Path file) {
    return place(file).damaged();
  }

  private Place place(Path file) {
    return places.getOrDefault(file.getFileName().toString(), Place.BEGINNING);
  }

  void acknowledge(Path file, long position) {
    put(file, new Place(position, damaged(file)));
  }

  /** Up to here it is damaged. */
  void skip(Path file, long position) {
    put(file, new Place(position, true));
  }

  private void put(Path file, Place place) {
    places.put(file.getFileName().toString(), place);
    changed = true;
  }

  void forget(Path file) {
    changed |= places.remove(file.getFileName().toString()) != null;
  }

  void save() throws IOException {
    if (!changed) {
      return;
    }
    StringBuilder text = new StringBuilder();
    places.forEach((name, at) -> text.append(name).append(' ').append(at).append('\n'));
    Path fresh = path.resolveSibling("checkpoint.new");
    Files.writeString(fresh, text, StandardCharsets.US_ASCII);
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    changed = false;
  }
}
