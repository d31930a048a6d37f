package dev.gatehouse.auth.invitation;

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
import java.util.regex.Pattern;

/** Invitations to the caller's organisation. */
@Path("/api/members/invitations")
@Produces(MediaType.APPLICATION_JSON)
class InvitationResource {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Invitations invitations;
  private final CurrentCaller callers;
  private final Transactions transactions;
  private final Standing standing;

  InvitationResource(
      Invitations invitations,
      CurrentCaller callers,
      Transactions transactions,
      Standing standing) {
    this.invitations = invitations;
    this.callers = callers;
    this.transactions = transactions;
    this.standing = standing;
  }

  /** Makes a link that lets one person join; whoever has it can, so it is shown once. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @PermissionsAllowed("mcp:admin")
  public Response create(@Valid @NotNull InvitationRequest request) {
    Caller caller = unboundCaller();
    return switch (standing.change(caller, () -> invitations.create(caller, request))) {
      case Invitations.Created.Made made ->
          Response.created(URI.create("/api/members/invitations/" + made.view().id()))
              .header(HttpHeaders.CACHE_CONTROL, "no-store")
              .entity(made.view())
              .build();
      case Invitations.Created.OwnersOnly _ ->
          throw ProblemException.of(CommonProblem.FORBIDDEN, "Only an owner makes owners.");
      case Invitations.Created.TooMany many ->
          throw ProblemException.of(
              CommonProblem.CONFLICT,
              "There can be at most " + many.most() + " open invitations; withdraw some.");
    };
  }

  /** Those that are still good. */
  @GET
  @PermissionsAllowed("mcp:admin")
  public List<InvitationView> list() {
    return transactions.in(callers.get().organisation(), invitations::list);
  }

  @DELETE
  @Path("/{id}")
  @PermissionsAllowed("mcp:admin")
  public void withdraw(String id) {
    Caller caller = unboundCaller();
    if (!ID.matcher(id).matches()
        || !standing.change(caller, () -> invitations.withdraw(caller, id))) {
      throw ProblemException.of(CommonProblem.NOT_FOUND, "There is no such invitation.");
    }
  }

  private Caller unboundCaller() {
    Caller caller = callers.get();
    if (caller.gateway() != null) {
      throw ProblemException.of(
          CommonProblem.FORBIDDEN, "A key that is bound to a gateway cannot manage members.");
    }
    return caller;
  }
}
