package dev.gatehouse.audit.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.audit.export.ExportWalk.Row;
import dev.gatehouse.audit.query.Cursor;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An export's way through a trail that is as slow as it likes. */
class ExportWalkTest {
  private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");
  private static final LocalDate EVER = LocalDate.of(1, 1, 1);
  private static final Comparator<Row> ORDER =
      Comparator.<Row, Instant>comparing(row -> row.place().occurredAt())
          .thenComparing(row -> row.place().id());

  /** Three at each instant, over five days with one that has none. */
  private final List<Row> trail =
      IntStream.range(0, 300)
          .filter(i -> i < 150 || i > 230)
          .mapToObj(i -> row(START.plus(Duration.ofMinutes(i / 3 * 70L))))
          .sorted(ORDER)
          .toList();

  private Duration bearable = Duration.ofDays(1);
  private final List<Duration> asked = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"PT24H", "PT5H", "PT20M", "PT2S"})
  void everyRecordIsSeenOnceAndInOrderHoweverLittleCanBeLookedAt(Duration bearable)
      throws SQLException {
    this.bearable = bearable;

    List<Row> seen = all(walk(null));

    assertThat(seen).containsExactlyElementsOf(trail);
  }

  @Test
  void aStatementLooksAtADayAtMost() throws SQLException {
    all(walk(null));

    assertThat(asked).isNotEmpty().allMatch(time -> time.compareTo(Duration.ofDays(1)) <= 0);
  }

  @Test
  void whatIsFastAgainIsLookedAtInLargePartsAgain() throws SQLException {
    ExportWalk walk = walk(null);
    bearable = Duration.ofHours(1);
    while (asked.size() < 10) {
      walk.step(7);
    }
    bearable = Duration.ofDays(1);

    all(walk);

    assertThat(asked.getLast()).isGreaterThan(Duration.ofHours(4));
  }

  @Test
  void goesOnAfterARecordOfAnInstantThatHasSeveral() throws SQLException {
    Row last = trail.get(100);

    List<Row> seen = all(walk(last.place()));

    assertThat(seen).containsExactlyElementsOf(trail.subList(101, trail.size()));
  }

  @Test
  void aTrailThatCannotBeLookedAtAtAllIsGivenUp() {
    bearable = Duration.ZERO;

    assertThatThrownBy(() -> all(walk(null))).isInstanceOf(SQLTimeoutException.class);
  }

  private List<Row> all(ExportWalk walk) throws SQLException {
    List<Row> seen = new ArrayList<>();
    while (!walk.ended()) {
      seen.addAll(walk.step(7));
    }
    return seen;
  }

  private ExportWalk walk(@Nullable Cursor after) {
    LocalDate first = after == null ? EVER : day(after.occurredAt());
    return new ExportWalk(new Slow(), first, after);
  }

  private final class Slow implements ExportWalk.Trail {
    @Override
    public @Nullable LocalDate dayFrom(LocalDate day) {
      return trail.stream()
          .map(row -> day(row.place().occurredAt()))
          .filter(next -> !next.isBefore(day))
          .findFirst()
          .orElse(null);
    }

    @Override
    public List<Row> rows(Instant from, Instant to, @Nullable Cursor after, int most)
        throws SQLException {
      Duration time = Duration.between(from, to);
      asked.add(time);
      if (time.compareTo(bearable) > 0) {
        throw new SQLTimeoutException();
      }
      return trail.stream()
          .filter(row -> !row.place().occurredAt().isBefore(from))
          .filter(row -> row.place().occurredAt().isBefore(to))
          .filter(row -> after == null || ORDER.compare(row, new Row(after, "")) > 0)
          .limit(most)
          .toList();
    }
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  private static Row row(Instant time) {
    return new Row(new Cursor(time, UUID.randomUUID()), "{}");
  }
}
