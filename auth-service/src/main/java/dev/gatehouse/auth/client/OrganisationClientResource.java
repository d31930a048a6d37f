package dev.gatehouse.auth.client;

import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.organisation.Standing;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;

/** OAuth clients of the caller's organisation. */
@Path("/api/clients")
@Produces(MediaType.APPLICATION_JSON)
class OrganisationClientResource {
  private final OrganisationClients clients;
  private final CurrentCaller callers;
  private final Transactions transactions;
  private final Standing standing;

  OrganisationClientResource(
      OrganisationClients clients,
      CurrentCaller callers,
      Transactions transactions,
      Standing standing) {
    this.clients = clients;
    this.callers = callers;
    this.transactions = transactions;
    this.standing = standing;
  }

  /** Makes a client; its secret, if it has one, is in this answer only. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @PermissionsAllowed("mcp:admin")
  public Response create(@Valid @NotNull ClientRequest request) {
    Caller caller = unboundCaller();
    return switch (standing.change(caller, () -> create(caller, request))) {
      case OrganisationClients.Created.Made made ->
          Response.created(URI.create("/api/clients/" + made.view().id()))
              .header(HttpHeaders.CACHE_CONTROL, "no-store")
              .entity(made.view())
              .build();
      case OrganisationClients.Created.Invalid invalid ->
          throw ProblemException.of(CommonProblem.INVALID, invalid.why() + ".");
      case OrganisationClients.Created.BeyondCreator _ ->
          throw ProblemException.of(
              CommonProblem.FORBIDDEN, "A client can have at most your own role.");
      case OrganisationClients.Created.TooMany many ->
          throw ProblemException.of(
              CommonProblem.INVALID,
              "An organisation has at most " + many.most() + " clients; delete some.");
    };
  }

  private OrganisationClients.Created create(Caller caller, ClientRequest request) {
    try {
      return clients.create(caller, request);
    } catch (ClientRequest.Unreadable e) {
      throw ProblemException.of(CommonProblem.INVALID, String.valueOf(e.getMessage()));
    }
  }

  @GET
  @PermissionsAllowed("mcp:admin")
  public List<ClientView> list() {
    String organisation = callers.get().organisation();
    return transactions.in(organisation, () -> clients.list(organisation));
  }

  /** Deletes a client; tokens that a machine has are refused everywhere within seconds. */
  @DELETE
  @Path("/{id}")
  @PermissionsAllowed("mcp:admin")
  public void delete(String id) {
    Caller caller = unboundCaller();
    OrganisationClients.Deleted result =
        id.chars().anyMatch(Character::isISOControl)
            ? OrganisationClients.Deleted.NO_SUCH_CLIENT
            : standing.change(caller, () -> clients.delete(caller, id));
    switch (result) {
      case DONE -> {}
      case NO_SUCH_CLIENT ->
          throw ProblemException.of(CommonProblem.NOT_FOUND, "There is no such client.");
      case BEYOND_CALLER ->
          throw ProblemException.of(
              CommonProblem.FORBIDDEN, "This client has a role beyond your own.");
    }
  }

  // Otherwise it could make itself a client that is good for everything.
  private Caller unboundCaller() {
    Caller caller = callers.get();
    if (caller.gateway() != null) {
      throw ProblemException.of(
          CommonProblem.FORBIDDEN, "A key that is bound to a gateway cannot manage clients.");
    }
    return caller;
  }
}
