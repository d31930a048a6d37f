package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.trail.ChainId;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Of which days the records are gone over. */
record Days(LocalDate first, LocalDate last) {
  private static final LocalDate OLDEST = LocalDate.of(1, 1, 1);
  private static final LocalDate NEWEST = LocalDate.of(9999, 12, 31);

  static Days of(@Nullable LocalDate from, @Nullable LocalDate to) {
    return new Days(
        Objects.requireNonNullElse(from, OLDEST), Objects.requireNonNullElse(to, NEWEST));
  }

  boolean have(ChainId chain) {
    return !chain.day().isBefore(first) && !chain.day().isAfter(last);
  }
}
