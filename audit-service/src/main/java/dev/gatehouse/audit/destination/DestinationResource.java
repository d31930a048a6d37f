package dev.gatehouse.audit.destination;

import dev.gatehouse.audit.destination.DestinationService.Changed;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import dev.gatehouse.platform.vault.VaultException;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Systems of the caller's organisation that its records are sent to. For administrators. */
@Path("/api/audit/destinations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit")
class DestinationResource {
  private static final Logger LOG = Logger.getLogger(DestinationResource.class);

  private final DestinationService destinations;
  private final DestinationSecrets secrets;
  private final CurrentCaller callers;

  DestinationResource(
      DestinationService destinations, DestinationSecrets secrets, CurrentCaller callers) {
    this.destinations = destinations;
    this.secrets = secrets;
    this.callers = callers;
  }

  private interface Work<T> {
    T run(Caller caller) throws SQLException;
  }

  @GET
  @PermissionsAllowed("mcp:admin")
  @Operation(operationId = "listAuditDestinations", summary = "Destinations and how they are")
  public List<DestinationView> list() {
    return run(destinations::list).stream().map(DestinationView::of).toList();
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @PermissionsAllowed("mcp:admin")
  @Operation(
      operationId = "createAuditDestination",
      summary = "Has records from now on sent to a webhook or syslog server")
  public RestResponse<DestinationView> create(@NotNull DestinationRequest wanted) {
    Destination made =
        run(caller -> {
          wanted.document(); // what cannot be leaves nothing in the vault
          return keeping(wanted, place -> destinations.create(caller, wanted, place));
        });
    return RestResponse.ResponseBuilder.<DestinationView>created(
            URI.create("/api/audit/destinations/" + made.id()))
        .entity(DestinationView.of(made))
        .build();
  }

  @GET
  @Path("{id}")
  @PermissionsAllowed("mcp:admin")
  @Operation(operationId = "getAuditDestination", summary = "One destination and how it is")
  public DestinationView get(UUID id) {
    return DestinationView.of(run(caller -> destinations.get(caller, id)));
  }

  @PUT
  @Path("{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @PermissionsAllowed("mcp:admin")
  @Operation(
      operationId = "putAuditDestination",
      summary = "Replaces its settings and tries it at once; it goes on where it was")
  public DestinationView put(UUID id, @NotNull DestinationRequest wanted) {
    Changed changed =
        run(caller -> {
          wanted.document();
          destinations.get(caller, id);
          return keeping(wanted, place -> destinations.change(caller, id, wanted, place));
        });
    secrets.destroy(changed.unnamed());
    return DestinationView.of(changed.destination());
  }

  @DELETE
  @Path("{id}")
  @PermissionsAllowed("mcp:admin")
  @Operation(operationId = "deleteAuditDestination", summary = "Sends nothing to it any more")
  public void delete(UUID id) {
    Destination gone = run(caller -> destinations.delete(caller, id));
    secrets.destroy(gone.credentials());
  }

  private interface Transaction<T> {
    T run(@Nullable UUID credentials) throws SQLException;
  }

  /**
   * Credentials are in the vault before a row names them, and leave it where none does: also where
   * the commit itself fails.
   */
  private <T> T keeping(DestinationRequest wanted, Transaction<T> transaction) throws SQLException {
    UUID credentials = secrets.write(wanted.headers());
    try {
      return transaction.run(credentials);
    } catch (SQLException | RuntimeException e) {
      secrets.destroy(credentials);
      throw e;
    }
  }

  private <T> T run(Work<T> work) {
    try {
      return work.run(callers.get());
    } catch (SQLException e) {
      LOG.errorf("Destinations cannot be read or written: %s", e);
      throw ProblemException.of(CommonProblem.UNAVAILABLE, "It cannot be done now; try again.");
    } catch (VaultException e) {
      LOG.errorf("Credentials of destinations cannot be kept: %s", e);
      throw ProblemException.of(
          CommonProblem.UNAVAILABLE, "Credentials cannot be kept at the moment; try again.");
    }
  }
}
