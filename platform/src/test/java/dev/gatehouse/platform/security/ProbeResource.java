package dev.gatehouse.platform.security;

import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import io.quarkus.security.PermissionsAllowed;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Endpoints of the tests in this package. */
@Path("/probe")
public class ProbeResource {
  private final CurrentCaller callers;

  ProbeResource(CurrentCaller callers) {
    this.callers = callers;
  }

  /** What an endpoint learns of its caller. */
  public record Seen(String principal, String organisation) {}

  /** A body with a rule. */
  public record Named(@NotBlank @Size(max = 5) String name) {}

  @GET
  @Path("read")
  @PermissionsAllowed("mcp:read")
  public Seen read() {
    return new Seen(callers.get().principal(), callers.get().organisation());
  }

  @GET
  @Path("admin")
  @PermissionsAllowed("mcp:admin")
  public Seen admin() {
    return new Seen(callers.get().principal(), callers.get().organisation());
  }

  @GET
  @Path("internal")
  @RolesAllowed("service:launcher")
  public String internal() {
    return callers.service().orElseThrow();
  }

  @POST
  @Path("named")
  @PermissionsAllowed("mcp:read")
  public Named named(@Valid Named named) {
    return named;
  }

  @GET
  @Path("problem")
  @PermissionsAllowed("mcp:read")
  public String problem() {
    throw ProblemException.of(CommonProblem.CONFLICT, "There is one already.");
  }

  @GET
  @Path("failure")
  @PermissionsAllowed("mcp:read")
  public String failure() {
    throw new IllegalStateException("s3cret detail");
  }
}
