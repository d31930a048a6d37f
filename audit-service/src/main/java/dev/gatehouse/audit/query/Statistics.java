package dev.gatehouse.audit.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts and durations of calls. An attempt and its outcome count as one.
 *
 * @param by what the rows are of
 * @param rows by time in its order, by anything else the most frequent first
 * @param more whether there are rows beyond these
 */
record Statistics(String by, List<Row> rows, boolean more) {

  /**
   * @param key begin of the time bucket, or the tool, connector, …; null for records that have none
   * @param p50Micros median duration; null where nothing took any time
   */
  record Row(
      @Nullable String key,
      long count,
      long errors,
      long denied,
      @Nullable Long p50Micros,
      @Nullable Long p95Micros,
      @Nullable Long p99Micros,
      @Nullable Long maxMicros) {}
}
