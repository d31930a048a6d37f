package dev.gatehouse.audit.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.live.LiveStreams.Seat;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Seats of live streams: two for each caller, four for each organisation, six in all. */
class LiveStreamsTest {
  private final LiveStreams streams =
      new LiveStreams(Bounds.ofSeats(6, 4, 2), new SimpleMeterRegistry());

  @Test
  void aCallerHasSoMany() {
    take("acme", "ann", 2);

    assertThat(take("acme", "ann")).isInstanceOf(Seat.TooManyOfCaller.class);
    assertThat(take("acme", "bob")).isInstanceOf(Seat.Taken.class);
  }

  @Test
  void anOrganisationHasSoManyWhoeverAsks() {
    take("acme", "ann", 2);
    take("acme", "bob", 2);

    assertThat(take("acme", "eve")).isInstanceOf(Seat.TooManyOfOrganisation.class);
    assertThat(take("other", "eve")).isInstanceOf(Seat.Taken.class);
  }

  @Test
  void thereAreSoManyInAll() {
    take("acme", "ann", 2);
    take("acme", "bob", 2);
    take("other", "eve", 2);

    assertThat(take("third", "joe")).isInstanceOf(Seat.TooMany.class);
  }

  @Test
  void aSeatThatIsGivenBackTwiceIsGivenBackOnce() {
    take("acme", "ann", 1);
    Runnable giveBack = ((Seat.Taken) take("acme", "ann")).giveBack();

    giveBack.run();
    giveBack.run();

    take("acme", "ann", 1);
    assertThat(take("acme", "ann")).isInstanceOf(Seat.TooManyOfCaller.class);
  }

  private void take(String organisation, String user, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(take(organisation, user)).isInstanceOf(Seat.Taken.class);
    }
  }

  private Seat take(String organisation, String user) {
    return streams.take(
        new Caller(
            user, null, "app", "grant-1", organisation, Role.VIEWER, Set.of(Scope.READ), null));
  }
}
