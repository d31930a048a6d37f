package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.query.Parsing;
import dev.gatehouse.audit.query.ReadRecords;
import dev.gatehouse.audit.query.TrailTime;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import dev.gatehouse.platform.vault.VaultException;
import io.quarkus.security.PermissionsAllowed;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Whether the caller's trail is as it was written. */
@Path("/api/audit/verify")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit")
class VerifyResource {
  private static final Logger LOG = Logger.getLogger(VerifyResource.class);
  private static final String DAY = "a day such as 2026-11-20";

  private final Verification verification;
  private final ReadRecords reads;
  private final CurrentCaller callers;
  private final VerifyPlaces places;
  private final HttpServerRequest request;

  VerifyResource(
      Verification verification,
      ReadRecords reads,
      CurrentCaller callers,
      VerifyPlaces places,
      HttpServerRequest request) {
    this.verification = verification;
    this.reads = reads;
    this.callers = callers;
    this.places = places;
    this.request = request;
  }

  @GET
  @PermissionsAllowed("mcp:read")
  @Operation(
      operationId = "verifyAuditTrail",
      summary = "Goes over records, chains and digests; names the first that is not as it was")
  public Verdict verify(
      @Parameter(description = "First day, 2026-11-20; the oldest if absent") @QueryParam("from")
          @Nullable String from,
      @Parameter(description = "Last day; the newest if absent") @QueryParam("to")
          @Nullable String to) {
    Caller caller = callers.get();
    List<FieldError> errors = new ArrayList<>();
    LocalDate first = Parsing.of("from", from, DAY, VerifyResource::day, errors);
    LocalDate last = Parsing.of("to", to, DAY, VerifyResource::day, errors);
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
    HttpServerResponse response = request.response();
    try (var _ = places.take(caller.organisation())) {
      Verdict verdict = verification.verify(caller.organisation(), first, last, response::closed);
      if (!verdict.intact()) {
        LOG.errorf(
            "The audit trail of organisation %s is not as it was written: %s",
            caller.organisation(), verdict.first());
      }
      record(caller, verdict);
      return verdict;
    } catch (SQLException e) {
      LOG.errorf("The trail cannot be verified: %s", e);
      throw ProblemException.of(
          CommonProblem.UNAVAILABLE, "The trail cannot be read at the moment; try again.");
    } catch (VaultException e) {
      throw ProblemException.of(
          CommonProblem.UNAVAILABLE, "The key of digests cannot be read at the moment; try again.");
    } catch (Asker.LeftException _) {
      LOG.infof(
          "The trail of organisation %s is verified no further: nobody waits any more",
          caller.organisation());
      throw ProblemException.of(
          CommonProblem.UNAVAILABLE, "Nobody waited for the verdict any more.");
    }
  }

  private void record(Caller caller, Verdict verdict) {
    Map<String, String> detail = new HashMap<>();
    detail.put("intact", Boolean.toString(verdict.intact()));
    detail.put("records", Long.toString(verdict.records()));
    Finding first = verdict.first();
    if (first != null) {
      detail.put("first", first.toString());
    }
    reads.record(
        caller,
        "audit.verify",
        Target.of("audit-trail", caller.organisation(), null),
        Outcome.SUCCESS,
        detail);
  }

  private static LocalDate day(String text) {
    return TrailTime.require(LocalDate.parse(text));
  }
}
