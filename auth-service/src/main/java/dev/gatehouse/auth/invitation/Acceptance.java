package dev.gatehouse.auth.invitation;

import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.auth.login.User;
import dev.gatehouse.auth.organisation.Member;
import dev.gatehouse.auth.organisation.Organisation;
import dev.gatehouse.auth.organisation.Organisations;
import dev.gatehouse.auth.organisation.Standing;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Lets whoever holds the link of an invitation join, once. */
@ApplicationScoped
class Acceptance {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final InvitationRepository invitations;
  private final Organisations organisations;
  private final Standing standing;
  private final Outbox outbox;
  private final AuditLog audit;
  private final Transactions transactions;

  Acceptance(
      InvitationRepository invitations,
      Organisations organisations,
      Standing standing,
      Outbox outbox,
      AuditLog audit,
      Transactions transactions) {
    this.invitations = invitations;
    this.organisations = organisations;
    this.standing = standing;
    this.outbox = outbox;
    this.audit = audit;
    this.transactions = transactions;
  }

  /** An invitation as the person who was invited sees it. */
  record Offer(String organisation, String organisationName, Role role) {}

  /** What became of an acceptance. */
  enum Result {
    JOINED,
    MEMBER_ALREADY,
    /** The organisation has as many members as it can have; nothing was changed. */
    FULL,
    GONE
  }

  /** What the link of this token offers; empty if it is no token, was used, or has expired. */
  Optional<Offer> find(String token) {
    return TOKEN.matcher(token).matches()
        ? transactions.asPlatform(() ->
            invitations
                .findByTokenHash(OpaqueToken.hash(token))
                .filter(this::holds)
                .flatMap(invitation ->
                    organisations
                        .find(invitation.organisation)
                        .filter(organisation -> !organisation.suspended())
                        .map(organisation -> offer(invitation, organisation))))
        : Optional.empty();
  }

  /**
   * @param person who joins; made only if the invitation holds, in the same transaction
   */
  Result accept(String token, Function<Offer, User> person) {
    Optional<Offer> offer = find(token);
    return offer.isEmpty() ? Result.GONE : accept(offer.get(), OpaqueToken.hash(token), person);
  }

  private Result accept(Offer offer, String hash, Function<Offer, User> person) {
    try {
      return transactions.in(offer.organisation(), () -> join(hash, () -> person.apply(offer)));
    } catch (Full _) {
      return Result.FULL;
    }
  }

  /** Takes back an account that was made for who cannot join. */
  private static final class Full extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private Result join(String hash, Supplier<User> person) {
    Optional<Invitation> found = invitations.findByTokenHash(hash).filter(this::holds);
    if (found.isEmpty()) {
      return Result.GONE;
    }
    Invitation invitation = found.get();
    outbox.lock(invitation.organisation); // so that nobody else takes it meanwhile
    if (invitations.count("tokenHash", hash) == 0) {
      return Result.GONE;
    }
    User user = person.get();
    if (organisations.member(invitation.organisation, user.id()).isPresent()) {
      return Result.MEMBER_ALREADY; // it stays good for whom it was meant
    }
    return switch (organisations.join(invitation.organisation, user.id(), invitation.role)) {
      case JOINED -> joined(invitation, user);
      case MEMBER_ALREADY -> used(invitation, Result.MEMBER_ALREADY);
      case FULL -> throw new Full();
    };
  }

  private Result joined(Invitation invitation, User user) {
    audit.add(
        invitation.organisation,
        Decided.done(Decided.user(user.id()), "member.join", Invitations.target(invitation))
            .with("role", invitation.role.value())
            .with("invitedBy", invitation.createdBy));
    return used(invitation, Result.JOINED);
  }

  private Result used(Invitation invitation, Result result) {
    invitations.delete("tokenHash", invitation.tokenHash);
    return result;
  }

  // Who may no longer invite has invited nobody.
  private boolean holds(Invitation invitation) {
    Role needed = invitation.role == Role.OWNER ? Role.OWNER : Role.ADMIN;
    return invitation.open()
        && (invitation.madeWithKey == null
            || standing.keyIsGood(invitation.organisation, invitation.madeWithKey))
        && makersRole(invitation).filter(role -> role.atLeast(needed)).isPresent();
  }

  private Optional<Role> makersRole(Invitation invitation) {
    String[] maker = invitation.createdBy.split(":", 2);
    return switch (maker[0]) {
      case "user" -> organisations.member(invitation.organisation, maker[1]).map(Member::role);
      case "key" -> standing.keyRole(invitation.organisation, maker[1]);
      default -> standing.machineRole(invitation.organisation, maker[1]);
    };
  }

  private static Offer offer(Invitation invitation, Organisation organisation) {
    return new Offer(organisation.id(), organisation.name(), invitation.role);
  }
}
