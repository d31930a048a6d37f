package dev.gatehouse.auth.organisation;

import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Changes what an organisation says of itself, and whether it is served at all; runs in a
 * transaction of that organisation.
 */
@ApplicationScoped
class OrganisationChange {
  private final OrganisationRepository organisations;
  private final Outbox outbox;
  private final AuditLog audit;

  OrganisationChange(OrganisationRepository organisations, Outbox outbox, AuditLog audit) {
    this.organisations = organisations;
    this.outbox = outbox;
    this.audit = audit;
  }

  Optional<Organisation> change(Caller caller, OrganisationResource.Change wish) {
    outbox.lock(caller.organisation());
    Optional<Organisation> found = organisations.findByIdOptional(caller.organisation());
    found.ifPresent(organisation -> apply(caller, organisation, wish));
    return found;
  }

  /** Closes an organisation or opens it again, for the operator; empty if there is none. */
  Optional<Organisation> suspend(Actor operator, String id, boolean suspended) {
    outbox.lock(id);
    Optional<Organisation> found = organisations.findByIdOptional(id);
    found.ifPresent(organisation -> {
      suspend(operator, organisation, suspended);
      outbox.append(Topics.IDENTITY, organisation.event());
    });
    return found;
  }

  private void suspend(Actor by, Organisation organisation, boolean suspended) {
    organisation.suspended = suspended;
    audit.add(
        organisation.id,
        Decided.done(
            by,
            suspended ? "organisation.suspend" : "organisation.resume",
            Target.of("organisation", organisation.id, organisation.slug)));
  }

  private static boolean nothingIn(Organisation organisation, OrganisationResource.Change wish) {
    return (wish.name() == null || wish.name().equals(organisation.name))
        && (wish.apiKeysAllowed() == null || wish.apiKeysAllowed() == organisation.apiKeysAllowed)
        && !Boolean.TRUE.equals(wish.suspended());
  }

  private void apply(Caller caller, Organisation organisation, OrganisationResource.Change wish) {
    if (nothingIn(organisation, wish)) {
      return;
    }
    if (wish.name() != null) {
      organisation.name = wish.name();
    }
    if (wish.apiKeysAllowed() != null) {
      organisation.apiKeysAllowed = wish.apiKeysAllowed();
    }
    if (Boolean.TRUE.equals(wish.suspended())) {
      suspend(Decided.actor(caller), organisation, true);
    }
    outbox.append(Topics.IDENTITY, organisation.event());
    audit.add(
        organisation.id,
        Decided.done(
                Decided.actor(caller),
                "organisation.change",
                Target.of("organisation", organisation.id, organisation.slug))
            .with("name", wish.name())
            .with(
                "apiKeysAllowed",
                wish.apiKeysAllowed() == null ? null : wish.apiKeysAllowed().toString()));
  }
}
