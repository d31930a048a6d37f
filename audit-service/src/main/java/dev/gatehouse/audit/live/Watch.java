package dev.gatehouse.audit.live;

import dev.gatehouse.audit.query.Filter;
import dev.gatehouse.audit.tail.Tail;
import dev.gatehouse.audit.tail.Tail.Added;
import dev.gatehouse.audit.tail.Tail.Step;
import dev.gatehouse.audit.trail.ChainId;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * What one stream has seen. Begins with what is added from now on, or after the place that a client
 * comes back to. Not for use by several threads at once.
 */
final class Watch {
  /** Days in which it is looked for records; ingest takes nothing older than 90 unless told so. */
  private static final int DAYS = 95;

  /** Days of a place whose chains it names one by one, at least and at most. */
  private static final int NEWEST = 2;

  private static final int MOST = 20;

  private final Tail tail;
  private final Filter filter;
  private final NavigableMap<ChainId, Long> positions;
  private LocalDate since = today().minusDays(NEWEST);
  private long missed;
  private long again;
  private boolean behind;

  private Watch(Tail tail, Filter filter, NavigableMap<ChainId, Long> positions) {
    this.tail = tail;
    this.filter = filter;
    this.positions = positions;
  }

  /** A record, and the place to come back to after it. */
  record Seen(String record, String place) {}

  static Watch from(Tail tail, Filter filter, @Nullable Place place) throws SQLException {
    Watch watch = new Watch(tail, filter, tail.ends(filter.organisation()));
    if (place != null) {
      watch.goBackTo(place);
    }
    return watch;
  }

  private static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  /** In older days it is known how many were added since, and not which. */
  private void goBackTo(Place place) {
    LocalDate oldest = today().minusDays(DAYS);
    Place now = Place.of(place.since(), positions);
    missed = Math.max(0, now.older() - place.older());
    LocalDate behind = today();
    for (Map.Entry<ChainId, Long> end : now.newest().descendingMap().entrySet()) {
      ChainId chain = end.getKey();
      long known = Math.clamp(place.newest().getOrDefault(chain, 0L), 0, end.getValue());
      long added = end.getValue() - known;
      if (chain.day().isBefore(oldest)) {
        missed += added;
      } else if (added > 0) {
        again += added;
        positions.put(chain, known);
        behind = chain.day();
      }
    }
    nameChainsFrom(behind); // for who comes back before the first record to where this began
  }

  /** Records that lie between the place that was come back to and now, before any filter. */
  long again() {
    return again;
  }

  /** Records of days long past that came while nobody watched; told once. */
  long missed() {
    long told = missed;
    missed = 0;
    return told;
  }

  /** Some of what was added meanwhile, oldest chain first; empty if nothing was. */
  List<Seen> next() throws SQLException {
    NavigableMap<ChainId, Long> ends = tail.ends(filter.organisation(), today().minusDays(DAYS));
    ends.entrySet().removeIf(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    nameChainsFrom(ends.isEmpty() ? today() : ends.firstKey().day());
    for (Map.Entry<ChainId, Long> end : ends.entrySet()) {
      List<Seen> seen = next(end.getKey(), end.getValue());
      if (!seen.isEmpty()) {
        return seen; // the other chains have their turn when these are sent
      }
    }
    behind =
        ends.entrySet().stream()
            .anyMatch(end -> positions.getOrDefault(end.getKey(), 0L) < end.getValue());
    return List.of();
  }

  /** Whether there is more to look at, though the last step had nothing for the filter. */
  boolean behind() {
    return behind;
  }

  private List<Seen> next(ChainId chain, long end) throws SQLException {
    Step step = tail.next(filter, chain, positions.getOrDefault(chain, 0L), end);
    List<Seen> seen = new ArrayList<>();
    for (Added added : step.added()) {
      positions.put(chain, added.seq());
      seen.add(new Seen(added.record(), place()));
    }
    positions.put(chain, step.upTo());
    return seen;
  }

  /** Those that are behind must be among them. */
  private void nameChainsFrom(LocalDate behind) {
    LocalDate newest = today().minusDays(NEWEST);
    LocalDate oldest = today().minusDays(MOST);
    since = behind.isAfter(newest) ? newest : behind.isBefore(oldest) ? oldest : behind;
  }

  /** Where to come back to. */
  String place() {
    return Place.of(since, positions).encode();
  }
}
