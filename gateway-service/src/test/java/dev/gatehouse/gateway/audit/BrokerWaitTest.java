package dev.gatehouse.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerWaitTest {
  private static final Path FILE = Path.of("1.spool");

  private final List<Boolean> told = new ArrayList<>();

  @Test
  void nobodyWaitsForWhatKafkaHadBeforeTheyAsked() {
    BrokerWait broker = new BrokerWait(Duration.ofHours(1), () -> {});
    broker.acknowledged(FILE, 100);

    await(broker, 100);

    assertThat(told).containsExactly(true);
  }

  @Test
  void whatIsBehindWhatKafkaHasIsWaitedFor() {
    BrokerWait broker = new BrokerWait(Duration.ofHours(1), () -> {});
    broker.acknowledged(FILE, 100);
    await(broker, 101);
    assertThat(told).isEmpty();

    broker.acknowledged(FILE, 101);

    assertThat(told).containsExactly(true);
  }

  @Test
  void afterOneHasWaitedTooLongNobodyElseDoesUntilKafkaIsBack() {
    BrokerWait broker = new BrokerWait(Duration.ZERO, () -> {});
    await(broker, 1);
    broker.tick();
    assertThat(told).containsExactly(true);

    await(broker, 2);
    assertThat(told).containsExactly(true, true);
    broker.back();
    await(broker, 3);

    assertThat(told).hasSize(2);
  }

  private void await(BrokerWait broker, long position) {
    broker.await(FILE, null, position, false, Runnable::run, told::add);
  }
}
