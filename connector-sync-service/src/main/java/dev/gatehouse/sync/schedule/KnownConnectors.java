package dev.gatehouse.sync.schedule;

import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Connectors of the caller's organisation; any other is not found (404). */
@ApplicationScoped
public class KnownConnectors {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final ScheduleRepository schedules;
  private final SyncConfig config;

  KnownConnectors(ScheduleRepository schedules, SyncConfig config) {
    this.schedules = schedules;
    this.config = config;
  }

  public Schedule get(UUID connector) {
    return schedules.look(connector).orElseThrow(KnownConnectors::notFound);
  }

  /** The same, for one that was made a moment ago and may not have been heard of yet. */
  public Schedule await(UUID connector) throws InterruptedException {
    Instant now = Instant.now();
    boolean mayCome = NewConnector.mayBe(connector, now);
    Instant deadline = mayCome ? now.plus(config.waitForConnector()) : now;
    Optional<Schedule> found = schedules.look(connector);
    while (found.isEmpty() && Instant.now().isBefore(deadline)) {
      Thread.sleep(LOOK_AGAIN);
      found = schedules.look(connector);
    }
    return found.orElseThrow(KnownConnectors::notFound);
  }

  private static ProblemException notFound() {
    return ProblemException.of(CommonProblem.NOT_FOUND, "There is no such connector.");
  }
}
