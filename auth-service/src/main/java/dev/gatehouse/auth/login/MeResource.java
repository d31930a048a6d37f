package dev.gatehouse.auth.login;

import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.organisation.Organisation;
import dev.gatehouse.auth.organisation.Organisations;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who the caller is and what it may do. */
@Path("/api/me")
@Produces(MediaType.APPLICATION_JSON)
class MeResource {
  private final CurrentCaller callers;
  private final Users users;
  private final Organisations organisations;
  private final Transactions transactions;

  MeResource(
      CurrentCaller callers, Users users, Organisations organisations, Transactions transactions) {
    this.callers = callers;
    this.users = users;
    this.organisations = organisations;
    this.transactions = transactions;
  }

  @GET
  @Authenticated
  public View get() {
    Caller caller =
        callers
            .find()
            .orElseThrow(
                () -> ProblemException.of(CommonProblem.FORBIDDEN, "A service is nobody here."));
    return transactions.in(caller.organisation(), () -> view(caller));
  }

  private View view(Caller caller) {
    String user = caller.user();
    return new View(
        user == null
            ? null
            : users.find(user).map(u -> new UserView(u.id, u.username)).orElse(null),
        caller.apiKey(),
        caller.client(),
        organisations
            .find(caller.organisation())
            .map(OrganisationView::of)
            .orElseThrow(
                () -> ProblemException.of(CommonProblem.NOT_FOUND, "The organisation is gone.")),
        caller.role(),
        caller.permissions().stream().sorted().toList());
  }

  /**
   * @param user absent for a service key
   * @param apiKey id of the key that was presented, if one was
   * @param client id of the OAuth client, if a token was presented
   * @param permissions role and granted scopes have in common
   */
  record View(
      @Nullable UserView user,
      @Nullable String apiKey,
      @Nullable String client,
      OrganisationView organisation,
      Role role,
      List<Scope> permissions) {}

  record UserView(String id, String username) {}

  record OrganisationView(String id, String slug, String name) {
    static OrganisationView of(Organisation organisation) {
      return new OrganisationView(organisation.id(), organisation.slug(), organisation.name());
    }
  }
}
