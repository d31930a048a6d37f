package dev.gatehouse.sync.limit;

import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.sync.schedule.SyncConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bounds how many threads the requests of one organisation can hold while upstreams take time. */
@ApplicationScoped
public class WaitingRequests {
  private final int limit;
  private final Map<String, Integer> waiting = new ConcurrentHashMap<>();

  WaitingRequests(SyncConfig config) {
    this.limit = config.waitingRequests();
  }

  /**
   * Counts a request; close what is returned when it is answered.
   *
   * @throws ProblemException if too many wait already
   */
  public Place enter(String organisation) {
    if (waiting.merge(organisation, 1, Integer::sum) > limit) {
      leave(organisation);
      throw ProblemException.of(
          CommonProblem.UNAVAILABLE,
          "%d requests of the organisation wait for a sync already; try again when one has ended."
              .formatted(limit));
    }
    return () -> leave(organisation);
  }

  private void leave(String organisation) {
    waiting.computeIfPresent(organisation, (_, count) -> count == 1 ? null : count - 1);
  }

  /** Of one request. */
  public interface Place extends AutoCloseable {
    @Override
    void close();
  }
}
