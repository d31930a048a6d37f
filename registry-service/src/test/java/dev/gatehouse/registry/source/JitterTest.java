package dev.gatehouse.registry.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JitterTest {

  @Test
  void pausesOfManyAreATenthMoreOrLessAndNotTheSame() {
    Duration hour = Duration.ofHours(1);

    List<Duration> pauses =
        Stream.generate(() -> CatalogueRefresh.jittered(hour)).limit(200).toList();

    assertThat(pauses)
        .allMatch(pause -> pause.compareTo(Duration.ofMinutes(54)) >= 0)
        .allMatch(pause -> pause.compareTo(Duration.ofMinutes(66)) <= 0);
    assertThat(pauses.stream().distinct().count()).isGreaterThan(100);
  }
}
