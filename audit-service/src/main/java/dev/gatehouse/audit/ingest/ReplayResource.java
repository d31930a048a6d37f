package dev.gatehouse.audit.ingest;

import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** For the launcher and operators: tries the dead letters of all organisations again. */
@Path("/internal/audit/dead-letters/replay")
@Produces(MediaType.APPLICATION_JSON)
class ReplayResource {
  private static final Logger LOG = Logger.getLogger(ReplayResource.class);

  private final Replay replay;
  private final IngestMetrics metrics;
  private final AtomicBoolean running = new AtomicBoolean();

  ReplayResource(Replay replay, IngestMetrics metrics) {
    this.replay = replay;
    this.metrics = metrics;
  }

  @POST
  @RolesAllowed("service:launcher")
  public Replay.Result replay() {
    if (!running.compareAndSet(false, true)) {
      throw ProblemException.of(
          CommonProblem.CONFLICT,
          "The dead letters are being tried already; wait for that to end.");
    }
    try {
      Replay.Result result = replay.run();
      metrics.replayed(result);
      LOG.infof("Dead letters were tried again: %s", result);
      return result;
    } catch (SQLException | KafkaException | IllegalStateException e) {
      LOG.errorf("Dead letters cannot be tried again: %s", e);
      throw ProblemException.of(
          CommonProblem.UNAVAILABLE, "Dead letters or trail cannot be reached; try again.");
    } finally {
      running.set(false);
    }
  }
}
