package dev.gatehouse.audit.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.trail.ChainId;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

  @Test
  void comesBackAsItWasGivenOut() {
    Place place =
        Place.of(
            DAY,
            new TreeMap<>(
                Map.of(
                    new ChainId(DAY.minusDays(40), "long"), 5L,
                    new ChainId(DAY.minusDays(1), "short"), 6L,
                    new ChainId(DAY, "standard"), 7_000_000_000L,
                    new ChainId(DAY.plusDays(3), "short"), 1L)));

    assertThat(place.older()).isEqualTo(11);
    assertThat(Place.decode(place.encode())).contains(place);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "AAAA", "%%%", "////////////////////////////////"})
  void takesNothingElse(String text) {
    assertThat(Place.decode(text)).isEmpty();
  }

  @Test
  void takesNothingLong() {
    assertThat(Place.decode(Base64.getUrlEncoder().encodeToString(new byte[4_000]))).isEmpty();
  }
}
