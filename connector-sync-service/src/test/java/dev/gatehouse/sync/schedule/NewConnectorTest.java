package dev.gatehouse.sync.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NewConnectorTest {
  private final UUID id = UuidCreator.getTimeOrderedEpoch();

  @Test
  void isOneOfThisMoment() {
    assertThat(NewConnector.mayBe(id, Instant.now())).isTrue();
  }

  @Test
  void isNotOneOfAMinuteAgo() {
    assertThat(NewConnector.mayBe(id, Instant.now().plusSeconds(60))).isFalse();
  }

  @Test
  void isNotOneOfAnHourAhead() {
    assertThat(NewConnector.mayBe(id, Instant.now().minusSeconds(3_600))).isFalse();
  }

  @Test
  void isNotOneWhoseIdTellsNoTime() {
    assertThat(NewConnector.mayBe(UUID.randomUUID(), Instant.now())).isFalse();
  }
}
