package dev.gatehouse.platform.outbox;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Acts on consumed events with patience: the database away is waited for as long as it takes, so
 * that nothing is lost; what fails although the database answers is left out after some attempts,
 * so that one event never stops all others.
 */
@ApplicationScoped
@IfBuildProperty(name = "gatehouse.database", stringValue = "true")
public class Attempts {
  private static final Logger LOG = Logger.getLogger(Attempts.class);
  private static final int MAX_FAILURES = 5;
  private static final long RETRY_MILLIS = 1_000;

  private final AgroalDataSource database;
  private volatile boolean running = true;

  Attempts(AgroalDataSource database) {
    this.database = database;
  }

  /** What became of an event. */
  public enum Outcome {
    ACCEPTED,
    KNOWN,
    LEFT_OUT
  }

  /**
   * Acts on an event.
   *
   * @param event its id, for the log
   * @param action returns false if the event was known already
   * @throws RuntimeException the action's, if the service ends while it is tried
   */
  public Outcome act(String event, BooleanSupplier action) throws InterruptedException {
    int failures = 0;
    while (true) {
      try {
        return action.getAsBoolean() ? Outcome.ACCEPTED : Outcome.KNOWN;
      } catch (RuntimeException e) {
        if (!running) {
          throw e; // Not acknowledged, so it comes again after the restart.
        }
        failures += databaseAnswers() ? 1 : 0;
        if (failures >= MAX_FAILURES) {
          LOG.errorf(e, "Left out event %s: it cannot be acted on", event);
          return Outcome.LEFT_OUT;
        }
        LOG.warnf("Event %s cannot be acted on now, trying again: %s", event, e);
        Thread.sleep(RETRY_MILLIS);
      }
    }
  }

  void stop(@Observes ShutdownEvent event) {
    running = false;
  }

  private boolean databaseAnswers() {
    try (Connection connection = database.getConnection()) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }
}
