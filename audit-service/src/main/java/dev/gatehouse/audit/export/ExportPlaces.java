package dev.gatehouse.audit.export;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** How many exports run, of each organisation and in all. */
@Startup
@ApplicationScoped
class ExportPlaces {
  private final int most;
  private final int mostOfOrganisation;
  private final Counter refused;
  private final Map<String, Integer> byOrganisation = new HashMap<>();
  private int running;

  ExportPlaces(ExportConfig config, MeterRegistry meters) {
    this.most = config.concurrent();
    this.mostOfOrganisation = config.concurrentPerOrganisation().orElse(Math.max(1, most / 2));
    this.refused =
        Counter.builder("gatehouse.audit.export.refused")
            .description("Exports that were refused because too many ran")
            .register(meters);
    Gauge.builder("gatehouse.audit.export.running", this, ExportPlaces::running)
        .description("Exports that run")
        .register(meters);
    Gauge.builder("gatehouse.audit.export.limit", config, ExportConfig::concurrent)
        .description("Exports that can run")
        .register(meters);
  }

  /** What came of asking for a place. */
  sealed interface Answer {
    record Taken(ExportPlace place) implements Answer {}

    record TooManyOfOrganisation() implements Answer {}

    record TooMany() implements Answer {}
  }

  synchronized Answer take(String organisation) {
    if (byOrganisation.getOrDefault(organisation, 0) >= mostOfOrganisation) {
      refused.increment();
      return new Answer.TooManyOfOrganisation();
    }
    if (running >= most) {
      refused.increment();
      return new Answer.TooMany();
    }
    running++;
    byOrganisation.merge(organisation, 1, Integer::sum);
    return new Answer.Taken(new ExportPlace(() -> giveBack(organisation)));
  }

  private synchronized void giveBack(String organisation) {
    running--;
    byOrganisation.computeIfPresent(organisation, (_, count) -> count == 1 ? null : count - 1);
  }

  synchronized int running() {
    return running;
  }
}
