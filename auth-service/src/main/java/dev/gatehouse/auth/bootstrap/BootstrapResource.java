package dev.gatehouse.auth.bootstrap;

import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.login.User;
import dev.gatehouse.auth.organisation.Organisation;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Tells the launcher what the first start made, so that it can make an API key there. */
@Path("/internal/bootstrap")
@Produces(MediaType.APPLICATION_JSON)
class BootstrapResource {
  private final Bootstrap bootstrap;
  private final Transactions transactions;

  BootstrapResource(Bootstrap bootstrap, Transactions transactions) {
    this.bootstrap = bootstrap;
    this.transactions = transactions;
  }

  @GET
  @RolesAllowed("service:launcher")
  public View get() {
    return transactions.asPlatform(() ->
        bootstrap
            .organisation()
            .flatMap(o -> bootstrap.administrator().map(admin -> View.of(o, admin)))
            .orElseThrow(() ->
                ProblemException.of(
                    CommonProblem.NOT_FOUND,
                    "The first organisation or its administrator is gone.")));
  }

  record View(OrganisationView organisation, UserView administrator, boolean passwordChanged) {
    static View of(Organisation organisation, User administrator) {
      return new View(
          new OrganisationView(organisation.id(), organisation.slug()),
          new UserView(administrator.id(), administrator.username()),
          administrator.passwordChanged());
    }
  }

  record OrganisationView(String id, String slug) {}

  record UserView(String id, String username) {}
}
