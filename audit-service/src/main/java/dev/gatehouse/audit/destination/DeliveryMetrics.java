package dev.gatehouse.audit.destination;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/** What destinations tell Prometheus. */
@Startup
@ApplicationScoped
class DeliveryMetrics {
  private final Counter delivered;
  private final Counter missed;
  private final Counter failed;
  private volatile DeliveryQueue.Failing failing = new DeliveryQueue.Failing(0, 0);

  DeliveryMetrics(MeterRegistry meters) {
    this.delivered =
        Counter.builder("gatehouse.audit.destinations.delivered")
            .description("Records that destinations have acknowledged")
            .register(meters);
    this.missed =
        Counter.builder("gatehouse.audit.destinations.missed")
            .description("Records that left the trail before a destination had acknowledged them")
            .register(meters);
    this.failed =
        Counter.builder("gatehouse.audit.destinations.failed")
            .description("Turns of destinations that ended with a failure")
            .register(meters);
    Gauge.builder("gatehouse.audit.destinations.failing", this, m -> m.failing.destinations())
        .description("Destinations that do not work at the moment")
        .register(meters);
    Gauge.builder(
            "gatehouse.audit.destinations.failing.longest", this, m -> m.failing.longestSeconds())
        .description("How long the one has not worked that has not worked longest")
        .baseUnit("seconds")
        .register(meters);
  }

  void delivered(int records) {
    delivered.increment(records);
  }

  void missed(long records) {
    missed.increment(records);
  }

  void failed() {
    failed.increment();
  }

  void failing(DeliveryQueue.Failing now) {
    failing = now;
  }
}
