package dev.gatehouse.audit.verify;

import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Going over a trail is work, and holds a connection of the database that ingest and queries need:
 * one at a time of each organisation, and so many in all.
 */
@ApplicationScoped
class VerifyPlaces {
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final Semaphore places;

  VerifyPlaces(VerifyConfig config) {
    this.places = new Semaphore(config.concurrent());
  }

  /** To be closed once. */
  @FunctionalInterface
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @throws ProblemException if there is none
   */
  Place take(String organisation) {
    if (!running.add(organisation)) {
      throw ProblemException.of(
          CommonProblem.CONFLICT, "The trail is being verified already; wait for that to end.");
    }
    if (!places.tryAcquire()) {
      running.remove(organisation);
      throw ProblemException.of(
          CommonProblem.UNAVAILABLE, "Too many trails are verified at the moment; try again.");
    }
    return () -> {
      running.remove(organisation);
      places.release();
    };
  }

  /** How many more there are. */
  int free() {
    return places.availablePermits();
  }
}
