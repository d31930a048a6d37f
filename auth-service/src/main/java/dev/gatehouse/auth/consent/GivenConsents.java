package dev.gatehouse.auth.consent;

import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.auth.authorize.PendingAuthorization;
import dev.gatehouse.auth.client.Client;
import dev.gatehouse.auth.client.ClientDeleted;
import dev.gatehouse.auth.organisation.MembershipEnded;
import dev.gatehouse.auth.token.GrantRevocation;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Target;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;

/**
 * Remembers what people have allowed, and takes it back with everything that came of it. All in
 * transactions that see the organisation.
 */
@ApplicationScoped
class GivenConsents {
  private final GivenConsentRepository consents;
  private final GrantRevocation grants;
  private final AuditLog audit;

  GivenConsents(GivenConsentRepository consents, GrantRevocation grants, AuditLog audit) {
    this.consents = consents;
    this.grants = grants;
    this.audit = audit;
  }

  /**
   * Whether a person need not be asked: the same was allowed before, and its answer goes to a web
   * address, which only the client has. On a person's own machine any program can pose as the
   * client (RFC 8252 section 8.6), so there the page is always shown.
   */
  boolean answers(PendingAuthorization request, String user, Choice choice) {
    return !Client.staysOnTheMachine(request.redirectUri())
        && consents
            .find(request, choice.member().organisation(), user)
            .filter(given -> given.covers(choice))
            .isPresent();
  }

  void remember(PendingAuthorization request, String user, Choice choice) {
    consents
        .find(request, choice.member().organisation(), user)
        .ifPresentOrElse(
            given -> given.widen(choice),
            () -> consents.persist(new GivenConsent(request, user, choice)));
  }

  List<GivenConsent> of(String user) {
    return consents.ofUser(user);
  }

  /** Which organisation a consent of this person belongs to; empty if there is none of that id. */
  Optional<String> organisation(String user, String id) {
    return consents.ofUser(user, id).map(given -> given.organisation);
  }

  /** Ends it, and every grant of the client there; false if the person gave none of that id. */
  boolean revoke(Actor actor, String user, String id) {
    Optional<GivenConsent> found = consents.ofUser(user, id);
    found.ifPresent(given -> {
      consents.delete(
          "organisation = ?1 and userId = ?2 and clientId = ?3",
          given.organisation,
          user,
          given.clientId);
      grants.ofClient(given.organisation, user, given.clientId, "consent-revoked");
      audit.add(
          given.organisation,
          Decided.done(actor, "consent.revoke", Target.of("client", given.clientId, null)));
    });
    return found.isPresent();
  }

  void onClientEnd(@Observes ClientDeleted deleted) {
    consents.delete("clientId", deleted.client());
  }

  void onMembershipEnd(@Observes MembershipEnded ended) {
    consents.delete("organisation = ?1 and userId = ?2", ended.organisation(), ended.user());
  }
}
