package dev.gatehouse.auth.organisation;

import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Changes what an organisation says of itself; runs in a transaction of that organisation. */
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

  private void apply(Caller caller, Organisation organisation, OrganisationResource.Change wish) {
    if (wish.name() != null) {
      organisation.name = wish.name();
    }
    if (wish.apiKeysAllowed() != null) {
      organisation.apiKeysAllowed = wish.apiKeysAllowed();
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
