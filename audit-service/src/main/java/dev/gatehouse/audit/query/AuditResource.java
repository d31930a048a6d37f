package dev.gatehouse.audit.query;

import dev.gatehouse.audit.query.TrailReader.NoAnswerException;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The trail of the caller's organisation, for reading only. */
@Path("/api/audit/events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit")
class AuditResource {
  private final AuditService audit;
  private final CurrentCaller callers;

  AuditResource(AuditService audit, CurrentCaller callers) {
    this.audit = audit;
    this.callers = callers;
  }

  @GET
  @PermissionsAllowed({"mcp:read", "gateway:read"})
  @Operation(operationId = "listAuditEvents", summary = "Records, newest first, in pages")
  public AuditPage list(@BeanParam FilterParameters filters, @BeanParam ListParameters parameters) {
    Caller caller = callers.get();
    try {
      return audit.list(caller, parameters.query(caller, filters));
    } catch (NoAnswerException e) {
      throw noAnswer(e);
    }
  }

  @GET
  @Path("{id}")
  @PermissionsAllowed({"mcp:read", "gateway:read"})
  @Operation(operationId = "getAuditEvent", summary = "One record")
  public StoredRecord get(@PathParam("id") String id) {
    try {
      return audit.find(callers.get(), uuid(id)).orElseThrow(AuditResource::notFound);
    } catch (NoAnswerException e) {
      throw noAnswer(e);
    }
  }

  @GET
  @Path("{id}/call")
  @PermissionsAllowed({"mcp:read", "gateway:read"})
  @Operation(
      operationId = "getAuditCall",
      summary = "A call from its attempt to its outcome, by the id of either")
  public WholeCall call(@PathParam("id") String id) {
    try {
      return audit.call(callers.get(), uuid(id)).orElseThrow(AuditResource::notFound);
    } catch (NoAnswerException e) {
      throw noAnswer(e);
    }
  }

  private static UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException _) {
      throw notFound();
    }
  }

  private static ProblemException notFound() {
    return ProblemException.of(CommonProblem.NOT_FOUND, "There is no such audit record.");
  }

  static ProblemException noAnswer(NoAnswerException e) {
    return ProblemException.of(CommonProblem.UNAVAILABLE, String.valueOf(e.getMessage()));
  }
}
