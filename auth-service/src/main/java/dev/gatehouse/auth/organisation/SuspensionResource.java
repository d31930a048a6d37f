package dev.gatehouse.auth.organisation;

import dev.gatehouse.auth.Transactions;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.Optional;

/**
 * Lets the operator close an organisation and open it again. While it is closed, no credential of
 * it is good at any service, its streams end, and no token is issued for it; nothing is deleted.
 */
@Path("/internal/organisations/{slug}/suspension")
class SuspensionResource {
  private final Organisations organisations;
  private final OrganisationChange changes;
  private final Transactions transactions;

  SuspensionResource(
      Organisations organisations, OrganisationChange changes, Transactions transactions) {
    this.organisations = organisations;
    this.changes = changes;
    this.transactions = transactions;
  }

  @PUT
  @RolesAllowed("service:launcher")
  public void suspend(String slug) {
    set(slug, true);
  }

  @DELETE
  @RolesAllowed("service:launcher")
  public void resume(String slug) {
    set(slug, false);
  }

  private void set(String slug, boolean suspended) {
    Optional<Organisation> found = transactions.asPlatform(() -> organisations.findBySlug(slug));
    if (found.isEmpty()) {
      throw ProblemException.of(CommonProblem.NOT_FOUND, "There is no organisation of this slug.");
    }
    String id = found.get().id();
    transactions.in(id, () -> changes.suspend(Actor.service("launcher"), id, suspended));
  }
}
