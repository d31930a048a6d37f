package dev.gatehouse.audit.verify;

import java.time.LocalDate;
import java.util.Comparator;

/** One of an organisation's chains. */
record ChainId(LocalDate day, String retentionClass) implements Comparable<ChainId> {
  private static final Comparator<ChainId> ORDER =
      Comparator.comparing(ChainId::day).thenComparing(ChainId::retentionClass);

  @Override
  public int compareTo(ChainId other) {
    return ORDER.compare(this, other);
  }
}
