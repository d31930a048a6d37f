package dev.gatehouse.auth.organisation;

import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.List;
import java.util.Optional;

/**
 * Changes who belongs to an organisation; runs in a transaction of the caller's organisation. Only
 * an owner decides about owners, and there is always one who can.
 */
@ApplicationScoped
class Members {
  private static final String CHANGE = "member.change";
  private static final String REMOVE = "member.remove";

  private final MembershipRepository memberships;
  private final Outbox outbox;
  private final AuditLog audit;
  private final Event<MembershipEnded> ended;

  Members(
      MembershipRepository memberships,
      Outbox outbox,
      AuditLog audit,
      Event<MembershipEnded> ended) {
    this.memberships = memberships;
    this.outbox = outbox;
    this.audit = audit;
    this.ended = ended;
  }

  /** What became of a wish about a member. */
  enum Result {
    DONE,
    NO_SUCH_MEMBER,
    OWNERS_ONLY,
    LAST_OWNER
  }

  List<MemberView> list(String organisation) {
    return memberships.views(organisation);
  }

  Optional<MemberView> find(String organisation, String user) {
    return list(organisation).stream().filter(member -> member.id().equals(user)).findFirst();
  }

  Result change(Caller caller, String user, MemberChange wish) {
    outbox.lock(caller.organisation()); // two owners who demote each other wait for one another
    Membership membership = memberships.find(caller.organisation(), user).orElse(null);
    if (membership == null) {
      return Result.NO_SUCH_MEMBER;
    }
    Role role = wish.roleAfter(membership);
    boolean suspended = wish.suspendedAfter(membership);
    boolean aboutOwners = membership.role == Role.OWNER || role == Role.OWNER;
    Result flaw = flaw(caller, membership, aboutOwners, role == Role.OWNER && !suspended);
    if (flaw != Result.DONE) {
      return refuse(caller, membership, CHANGE, flaw);
    }
    Decided decided =
        Decided.done(Decided.actor(caller), CHANGE, target(membership))
            .with("before", membership.role.value() + (membership.suspended ? " suspended" : ""))
            .with("after", role.value() + (suspended ? " suspended" : ""));
    membership.role = role;
    membership.suspended = suspended;
    outbox.append(Topics.IDENTITY, membership.event());
    audit.add(caller.organisation(), decided);
    return Result.DONE;
  }

  Result remove(Caller caller, String user) {
    outbox.lock(caller.organisation());
    Membership membership = memberships.find(caller.organisation(), user).orElse(null);
    if (membership == null) {
      return Result.NO_SUCH_MEMBER;
    }
    Result flaw = flaw(caller, membership, membership.role == Role.OWNER, false);
    if (flaw != Result.DONE) {
      return refuse(caller, membership, REMOVE, flaw);
    }
    memberships.delete(membership);
    outbox.remove(Topics.IDENTITY, new EventKey(caller.organisation(), "membership", user));
    audit.add(
        caller.organisation(),
        Decided.done(Decided.actor(caller), REMOVE, target(membership))
            .with("before", membership.role.value()));
    ended.fire(new MembershipEnded(caller.organisation(), user));
    return Result.DONE;
  }

  private Result flaw(
      Caller caller, Membership membership, boolean aboutOwners, boolean ownerAfterwards) {
    if (aboutOwners && caller.role() != Role.OWNER) {
      return Result.OWNERS_ONLY;
    }
    boolean ownerNow = membership.role == Role.OWNER && !membership.suspended;
    return ownerNow && !ownerAfterwards && memberships.activeOwners(membership.organisation) == 1
        ? Result.LAST_OWNER
        : Result.DONE;
  }

  private Result refuse(Caller caller, Membership membership, String action, Result why) {
    audit.add(
        caller.organisation(),
        Decided.refused(
            Decided.actor(caller),
            action,
            target(membership),
            why == Result.LAST_OWNER ? "last-owner" : "owners-only"));
    return why;
  }

  private static Target target(Membership membership) {
    return Target.of("user", membership.userId, null);
  }
}
