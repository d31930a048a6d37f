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

/** How many streams are open, of each caller and in all. */
@Startup
@ApplicationScoped
class LiveStreams {
  private final LiveConfig config;
  private final Counter refused;
  private final Map<String, Integer> byCaller = new HashMap<>();
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

    record TooMany() implements Seat {}
  }

  synchronized Seat take(Caller caller) {
    String name = caller.organisation() + '/' + caller.principal();
    int own = byCaller.getOrDefault(name, 0);
    if (own >= config.streamsPerCaller()) {
      refused.increment();
      return new Seat.TooManyOfCaller();
    }
    if (open >= config.streams()) {
      refused.increment();
      return new Seat.TooMany();
    }
    open++;
    byCaller.put(name, own + 1);
    AtomicBoolean back = new AtomicBoolean();
    return new Seat.Taken(() -> {
      if (back.compareAndSet(false, true)) {
        giveBack(name);
      }
    });
  }

  private synchronized void giveBack(String name) {
    open--;
    byCaller.computeIfPresent(name, (_, streams) -> streams == 1 ? null : streams - 1);
  }

  private synchronized int open() {
    return open;
  }
}
