package dev.gatehouse.auth.consent;

import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.auth.client.Clients;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.regex.Pattern;

/** What the caller has allowed applications in the present organisation. */
@Path("/api/me/consents")
@Produces(MediaType.APPLICATION_JSON)
class MyConsentsResource {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final GivenConsents consents;
  private final Clients clients;
  private final CurrentCaller callers;
  private final Transactions transactions;

  MyConsentsResource(
      GivenConsents consents, Clients clients, CurrentCaller callers, Transactions transactions) {
    this.consents = consents;
    this.clients = clients;
    this.callers = callers;
    this.transactions = transactions;
  }

  @GET
  @PermissionsAllowed({"mcp:read", "mcp:write", "mcp:admin"})
  public List<ConsentView> list() {
    Caller caller = callers.get();
    String user = person(caller);
    return transactions.in(caller.organisation(), () -> consents.of(user)).stream()
        .map(given -> ConsentView.of(given, clients.asKept(given.clientId)))
        .toList();
  }

  /** Takes it back: the application has to ask again, and its tokens are refused within seconds. */
  @DELETE
  @Path("/{id}")
  @PermissionsAllowed({"mcp:read", "mcp:write", "mcp:admin"})
  public void revoke(String id) {
    Caller caller = callers.get();
    String user = person(caller);
    if (!ID.matcher(id).matches()
        || !transactions.in(
            caller.organisation(), () -> consents.revoke(Decided.actor(caller), user, id))) {
      throw ProblemException.of(CommonProblem.NOT_FOUND, "There is no such consent.");
    }
  }

  private static String person(Caller caller) {
    String user = caller.user();
    if (user == null) {
      throw ProblemException.of(CommonProblem.FORBIDDEN, "Only a person gives consent.");
    }
    return user;
  }
}
