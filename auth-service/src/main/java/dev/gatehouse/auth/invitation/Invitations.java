package dev.gatehouse.auth.invitation;

import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.security.Origin;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Makes and withdraws invitations; runs in a transaction of the caller's organisation. */
@ApplicationScoped
class Invitations {
  static final String PATH = "/login/invitations/";

  private static final int MOST = 1_000;

  private final InvitationRepository invitations;
  private final InvitationConfig config;
  private final Origin origin;
  private final AuditLog audit;

  Invitations(
      InvitationRepository invitations, InvitationConfig config, Origin origin, AuditLog audit) {
    this.invitations = invitations;
    this.config = config;
    this.origin = origin;
    this.audit = audit;
  }

  /** What became of a wish for an invitation. */
  sealed interface Created {
    record Made(InvitationView view) implements Created {}

    /** The role is not for this caller to offer. */
    record OwnersOnly() implements Created {}

    /** There are as many that nobody has used as there may be. */
    record TooMany(int most) implements Created {}
  }

  /** The transaction is one that other changes of the organisation wait for. */
  Created create(Caller creator, InvitationRequest request) {
    if (request.role() == Role.OWNER && creator.role() != Role.OWNER) {
      audit.add(
          creator.organisation(),
          Decided.refused(
              Decided.actor(creator),
              "member.invite",
              new Target("invitation", null, request.label(), null, null, null),
              "owners-only"));
      return new Created.OwnersOnly();
    }
    if (invitations.countOpen() >= MOST) {
      return new Created.TooMany(MOST);
    }
    OpaqueToken token = OpaqueToken.generate();
    Invitation invitation = new Invitation(token, creator, request, config.lifetime());
    invitations.persist(invitation);
    audit.add(
        creator.organisation(),
        Decided.done(Decided.actor(creator), "member.invite", target(invitation))
            .with("role", invitation.role.value()));
    return new Created.Made(InvitationView.of(invitation, origin.value() + PATH + token.value()));
  }

  List<InvitationView> list() {
    return invitations.open().stream().map(found -> InvitationView.of(found, null)).toList();
  }

  /** False if there is no such invitation in the organisation. */
  boolean withdraw(Caller caller, String id) {
    Optional<Invitation> found = invitations.find("id", id).firstResultOptional();
    found.ifPresent(invitation -> {
      invitations.delete(invitation);
      audit.add(
          caller.organisation(),
          Decided.done(Decided.actor(caller), "member.withdraw-invitation", target(invitation)));
    });
    return found.isPresent();
  }

  static Target target(Invitation invitation) {
    return Target.of("invitation", invitation.id, invitation.label);
  }
}
