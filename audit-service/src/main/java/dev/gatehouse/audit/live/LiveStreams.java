package dev.gatehouse.audit.live;

import dev.gatehouse.platform.identity.Caller;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** How many streams are open, of each caller, of each organisation and in all. */
@Startup
@ApplicationScoped
class LiveStreams {
  private final LiveConfig config;
  private final Counter refused;

  /** Of organisations by their ids, and of callers by names that no id is. */
  private final Map<String, Integer> by = new HashMap<>();

  private int open;

  LiveStreams(LiveConfig config, MeterRegistry meters) {
    this.config = config;
    this.refused =
        Counter.builder("gatehouse.audit.live.refused")
            .description("Live streams that were refused because too many were open")
            .register(meters);
    Gauge.builder("gatehouse.audit.live.streams", this, LiveStreams::open)
        .description("Live streams that are open")
        .register(meters);
    Gauge.builder("gatehouse.audit.live.limit", config, LiveConfig::streams)
        .description("Live streams that can be open")
        .register(meters);
  }

  /** What came of asking for a stream. */
  sealed interface Seat {
    /** May be given back more than once. */
    record Taken(Runnable giveBack) implements Seat {}

    record TooManyOfCaller() implements Seat {}

    record TooManyOfOrganisation() implements Seat {}

    record TooMany() implements Seat {}
  }

  synchronized Seat take(Caller caller) {
    String organisation = caller.organisation();
    String name = organisation + '/' + caller.principal();
    if (by.getOrDefault(name, 0) >= config.streamsPerCaller()) {
      return refused(new Seat.TooManyOfCaller());
    }
    if (by.getOrDefault(organisation, 0) >= config.streamsPerOrganisation()) {
      return refused(new Seat.TooManyOfOrganisation());
    }
    if (open >= config.streams()) {
      return refused(new Seat.TooMany());
    }
    open++;
    by.merge(name, 1, Integer::sum);
    by.merge(organisation, 1, Integer::sum);
    AtomicBoolean back = new AtomicBoolean();
    return new Seat.Taken(() -> {
      if (back.compareAndSet(false, true)) {
        giveBack(organisation, name);
      }
    });
  }

  private Seat refused(Seat why) {
    refused.increment();
    return why;
  }

  private synchronized void giveBack(String organisation, String name) {
    open--;
    by.computeIfPresent(name, (_, streams) -> streams == 1 ? null : streams - 1);
    by.computeIfPresent(organisation, (_, streams) -> streams == 1 ? null : streams - 1);
  }

  private synchronized int open() {
    return open;
  }
}
