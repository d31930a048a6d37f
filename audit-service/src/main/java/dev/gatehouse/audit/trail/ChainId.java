package dev.gatehouse.audit.trail;

import java.time.LocalDate;
import java.util.Comparator;

/**
 * One of an organisation's chains.
 *
 * @param retentionClass as its column has it
 */
public record ChainId(LocalDate day, String retentionClass) implements Comparable<ChainId> {
  private static final Comparator<ChainId> ORDER =
      Comparator.comparing(ChainId::day).thenComparing(ChainId::retentionClass);

  @Override
  public int compareTo(ChainId other) {
    return ORDER.compare(this, other);
  }
}
