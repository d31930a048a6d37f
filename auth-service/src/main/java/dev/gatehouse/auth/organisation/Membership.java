package dev.gatehouse.auth.organisation;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.event.IdentityEvent.MembershipChanged;
import dev.gatehouse.platform.identity.Role;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.hibernate.annotations.TenantId;

/** What a user may do in an organisation. */
@Entity
class Membership {
  @Id String id;
  @TenantId String organisation;
  String userId;
  Role role;
  boolean suspended;
  Instant createdAt;

  @SuppressWarnings("NullAway.Init")
  protected Membership() {}

  Membership(String organisation, String userId, Role role, Instant createdAt) {
    this.id = UuidCreator.getTimeOrderedEpoch().toString();
    this.organisation = organisation;
    this.userId = userId;
    this.role = role;
    this.suspended = false;
    this.createdAt = createdAt;
  }

  MembershipChanged event() {
    return new MembershipChanged(organisation, userId, role, suspended);
  }
}
