package dev.gatehouse.audit.export;

import dev.gatehouse.audit.export.ExportWalk.Row;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Writes one export. One that cannot be finished has no proper end: its connection is cut, so that
 * nobody takes the part for the whole.
 *
 * @param most records
 * @param request that it answers
 */
record ExportStream(
    ExportWalk walk,
    ExportFormat format,
    int most,
    ExportPlace place,
    ExportConfig config,
    Vertx vertx,
    HttpServerRequest request)
    implements StreamingOutput {
  private static final Logger LOG = Logger.getLogger(ExportStream.class);
  private static final int PAGE = 1_000;
  private static final long LOOK_EVERY_MILLIS = 1_000;

  @Override
  public void write(OutputStream output) throws IOException {
    if (!place.begin()) {
      throw new IOException("nobody waits for this export any more");
    }
    Instant end = Instant.now().plus(config.longest());
    PacedOutput out = new PacedOutput(output, InstantSource.system(), config.patience(), end);
    // Who waits for a client to read waits for good unless somebody hangs up.
    long timer =
        vertx.setPeriodic(
            LOOK_EVERY_MILLIS,
            _ -> {
              if (out.overdue()) {
                hangUp();
              }
            });
    try {
      write(out, end);
    } catch (SQLException e) {
      LOG.errorf("An export ends early, the trail cannot be read: %s", e);
      if (nothingIsSent()) {
        throw ProblemException.of(
            CommonProblem.UNAVAILABLE, "The trail cannot be read; try again.");
      }
      hangUp();
    } catch (IOException | RuntimeException e) {
      if (nothingIsSent()) {
        throw e;
      }
      LOG.infof("An export ends early: %s", e);
      hangUp();
    } finally {
      vertx.cancelTimer(timer);
      place.written();
    }
  }

  private void write(OutputStream out, Instant end) throws IOException, SQLException {
    out.write(format.head());
    int left = most;
    while (left > 0 && !walk.ended()) {
      if (Instant.now().isAfter(end)) {
        throw new IOException("an export takes too long");
      }
      List<Row> rows = walk.step(Math.min(PAGE, left));
      for (Row row : rows) {
        out.write(format.line(row.record()));
      }
      out.flush();
      left -= rows.size();
    }
    out.flush(); // what is left here is written by who waits for the client without a bound
  }

  private boolean nothingIsSent() {
    return !request.response().headWritten();
  }

  /**
   * At once: to close properly would be to wait for the bytes to be read. Whatever is written
   * afterwards, such as the proper end of the body, comes too late: it has to queue behind this.
   */
  private void hangUp() {
    HttpConnection connection = request.connection();
    if (connection instanceof ConnectionBase direct) {
      direct.channelHandlerContext().close(); // past the handler that would flush first
    } else {
      connection.close();
    }
  }
}
