package dev.gatehouse.audit.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.export.ExportPlaces.Answer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportPlacesTest {
  private ExportPlaces places = places(4, Optional.empty());

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 1", "4, 2", "9, 4"})
  void anOrganisationHasHalfOfThemAndOneAtLeast(int all, int share) {
    places = places(all, Optional.empty());
    for (int i = 0; i < share; i++) {
      take("acme");
    }

    assertThat(places.take("acme")).isNotInstanceOf(Answer.Taken.class);
  }

  @Test
  void anOrganisationHasAsManyAsTheOperatorSays() {
    places = places(4, Optional.of(3));
    take("acme");
    take("acme");
    take("acme");

    assertThat(places.take("acme")).isInstanceOf(Answer.TooManyOfOrganisation.class);
  }

  @Test
  void whatOneHasNotIsLeftToOthers() {
    take("acme");
    take("acme");

    assertThat(places.take("other")).isInstanceOf(Answer.Taken.class);
  }

  @Test
  void thereAreSoManyInAll() {
    take("acme");
    take("acme");
    take("other");
    take("other");

    assertThat(places.take("third")).isInstanceOf(Answer.TooMany.class);
  }

  @Test
  void whoNeverBeganGivesBackWithTheRequest() {
    ExportPlace place = take("acme");

    place.requestEnded();
    place.requestEnded();

    assertThat(places.running()).isZero();
    assertThat(place.begin()).isFalse();
  }

  @Test
  void whoIsWritingKeepsThePlaceThoughTheRequestHasEnded() {
    ExportPlace place = take("acme");
    place.begin();

    place.requestEnded();

    assertThat(places.running()).isEqualTo(1);
  }

  @Test
  void aPlaceIsGivenBackOnce() {
    take("acme");
    ExportPlace place = take("acme");
    place.begin();

    place.written();
    place.written();
    place.requestEnded();

    assertThat(places.running()).isEqualTo(1);
  }

  private ExportPlace take(String organisation) {
    return ((Answer.Taken) places.take(organisation)).place();
  }

  private static ExportPlaces places(int all, Optional<Integer> ofOrganisation) {
    return new ExportPlaces(new ExportBounds(all, ofOrganisation), new SimpleMeterRegistry());
  }
}
