package dev.gatehouse.audit.live;

import dev.gatehouse.audit.trail.ChainId;
import dev.gatehouse.audit.trail.RetentionClass;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a stream was, for the client to come back to: how far in each chain of the newest days, and
 * how many records all older days had together. It names no organisation; in the hands of another
 * it is a set of numbers.
 *
 * @param since first of the newest days
 * @param older records of all days before
 * @param newest places by chain
 */
record Place(LocalDate since, long older, NavigableMap<ChainId, Long> newest) {
  private static final int HEAD = Integer.BYTES + Long.BYTES + 1;
  private static final int ENTRY = 2 + Long.BYTES;
  private static final int MOST_ENTRIES = 80;
  private static final int LONGEST = 4 * (HEAD + MOST_ENTRIES * ENTRY) / 3 + 4;
  private static final RetentionClass[] CLASSES = RetentionClass.values();

  /**
   * @param positions in every chain
   */
  static Place of(LocalDate since, NavigableMap<ChainId, Long> positions) {
    ChainId first = new ChainId(since, "");
    long older = positions.headMap(first, false).values().stream().mapToLong(Long::longValue).sum();
    return new Place(since, older, new TreeMap<>(positions.tailMap(first, true)));
  }

  String encode() {
    ByteBuffer bytes = ByteBuffer.allocate(HEAD + newest.size() * ENTRY);
    bytes.putInt(Math.toIntExact(since.toEpochDay())).putLong(older).put((byte) newest.size());
    for (Map.Entry<ChainId, Long> entry : newest.entrySet()) {
      ChainId chain = entry.getKey();
      bytes.put((byte) (chain.day().toEpochDay() - since.toEpochDay()));
      bytes.put((byte) RetentionClass.valueOf(upper(chain)).ordinal());
      bytes.putLong(entry.getValue());
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  private static String upper(ChainId chain) {
    return chain.retentionClass().toUpperCase(Locale.ROOT);
  }

  /** Empty if it was not made by {@link #encode}. */
  static Optional<Place> decode(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      LocalDate since = LocalDate.ofEpochDay(bytes.getInt());
      long older = bytes.getLong();
      int entries = bytes.get();
      NavigableMap<ChainId, Long> newest = new TreeMap<>();
      for (int i = 0; i < entries; i++) {
        LocalDate day = since.plusDays(bytes.get());
        newest.put(new ChainId(day, CLASSES[bytes.get()].column()), bytes.getLong());
      }
      return bytes.hasRemaining() || since.getYear() < 2000 || since.getYear() > 9999
          ? Optional.empty()
          : Optional.of(new Place(since, older, newest));
    } catch (IllegalArgumentException
        | BufferUnderflowException
        | DateTimeException
        | ArrayIndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }
}
