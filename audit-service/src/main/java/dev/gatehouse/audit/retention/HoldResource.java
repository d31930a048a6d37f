package dev.gatehouse.audit.retention;

import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Legal holds of the caller's organisation. */
@Path("/api/audit/holds")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit")
class HoldResource {
  private final HoldService holds;
  private final CurrentCaller callers;

  HoldResource(HoldService holds, CurrentCaller callers) {
    this.holds = holds;
    this.callers = callers;
  }

  @GET
  @PermissionsAllowed("mcp:read")
  @Operation(operationId = "listAuditHolds", summary = "Holds that stand")
  public List<Hold> list() {
    return holds.list(callers.get());
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @PermissionsAllowed("mcp:admin")
  @Operation(operationId = "placeAuditHold", summary = "Keeps records beyond their time")
  public RestResponse<Hold> place(@NotNull HoldRequest wanted) {
    Hold hold = holds.place(callers.get(), wanted);
    return RestResponse.ResponseBuilder.<Hold>created(URI.create("/api/audit/holds/" + hold.id()))
        .entity(hold)
        .build();
  }

  @DELETE
  @Path("{id}")
  @PermissionsAllowed("mcp:admin")
  @Operation(operationId = "releaseAuditHold", summary = "Lets records go again at their time")
  public void release(UUID id) {
    if (!holds.release(callers.get(), id)) {
      throw ProblemException.of(CommonProblem.NOT_FOUND, "There is no such hold.");
    }
  }
}
