package dev.gatehouse.auth.organisation;

import dev.gatehouse.platform.identity.Role;
import org.jspecify.annotations.Nullable;

/** Body of {@code PATCH /api/members/{user}}; what is left out stays as it is. */
record MemberChange(@Nullable Role role, @Nullable Boolean suspended) {

  Role roleAfter(Membership membership) {
    return role == null ? membership.role : role;
  }

  boolean suspendedAfter(Membership membership) {
    return suspended == null ? membership.suspended : suspended;
  }
}
