package dev.gatehouse.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.event.ApiKeyUsed;
import dev.gatehouse.platform.event.DomainEvent;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.IdentityEvent.ApiKeyChanged;
import dev.gatehouse.platform.event.IdentityEvent.Heartbeat;
import dev.gatehouse.platform.event.IdentityEvent.MembershipChanged;
import dev.gatehouse.platform.event.IdentityEvent.OrganisationChanged;
import dev.gatehouse.platform.identity.IdentityView.KeyCheck;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdentityViewTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private final IdentityView view =
      new IdentityView(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofMinutes(15));
  private final ApiKeySecret secret = ApiKeySecret.generate();

  @BeforeEach
  void anOrganisationWithAMemberAndAKey() {
    publish(new OrganisationChanged("o", "acme", "Acme", true, false));
    publish(new MembershipChanged("o", "u", Role.EDITOR, false));
    publish(key("u", null, null));
    publish(new Heartbeat(NOW.minusSeconds(1)));
  }

  @Test
  void aPersonalKeyFollowsItsOwnersRole() {
    assertThat(view.check(secret))
        .isInstanceOfSatisfying(
            KeyCheck.Accepted.class, a -> assertThat(a.caller().role()).isEqualTo(Role.EDITOR));
  }

  @Test
  void aPersonalKeyEndsWithTheMembership() {
    view.onRecord(new MembershipChanged("o", "u", Role.EDITOR, false).key(), null);
    assertThat(view.check(secret)).isInstanceOf(KeyCheck.Refused.class);
  }

  @Test
  void aSuspendedMembersKeyIsRefused() {
    publish(new MembershipChanged("o", "u", Role.EDITOR, true));
    assertThat(view.check(secret)).isInstanceOf(KeyCheck.Refused.class);
  }

  @Test
  void whoIsSuspendedIsAMemberWithoutARole() {
    publish(new MembershipChanged("o", "u", Role.EDITOR, true));
    assertThat(view.role("o", "u")).isNull();
    assertThat(view.isMember("o", "u")).isTrue();
    assertThat(view.isMember("o", "another")).isFalse();
  }

  @Test
  void aSuspendedOrganisationTakesNoKey() {
    publish(new OrganisationChanged("o", "acme", "Acme", true, true));
    assertThat(view.check(secret)).isInstanceOf(KeyCheck.Refused.class);
  }

  @Test
  void anOAuthOnlyOrganisationTakesNoKey() {
    publish(new OrganisationChanged("o", "acme", "Acme", false, false));
    assertThat(view.check(secret)).isInstanceOf(KeyCheck.Refused.class);
  }

  @Test
  void aRevokedKeyIsRefused() {
    view.onRecord(key("u", null, null).key(), null);
    assertThat(view.check(secret)).isInstanceOf(KeyCheck.Refused.class);
  }

  @Test
  void anExpiredKeyIsRefused() {
    publish(key("u", null, NOW));
    assertThat(view.check(secret)).isInstanceOf(KeyCheck.Refused.class);
  }

  @Test
  void isNoFurtherThanThePartitionThatIsBehind() {
    publish(new Heartbeat(NOW, 0, 2));
    assertThat(view.completeUntil()).isEqualTo(Instant.EPOCH);
    publish(new Heartbeat(NOW.minusSeconds(5), 1, 2));
    assertThat(view.completeUntil()).isEqualTo(NOW.minusSeconds(5));
  }

  @Test
  void keysFailClosedWithoutAHeartbeat() {
    IdentityView stale =
        new IdentityView(
            Clock.fixed(NOW.plus(Duration.ofMinutes(16)), ZoneOffset.UTC), Duration.ofMinutes(15));
    publish(stale, new OrganisationChanged("o", "acme", "Acme", true, false));
    publish(stale, key(null, Role.OWNER, null));
    publish(stale, new Heartbeat(NOW));
    assertThat(stale.check(secret)).isInstanceOf(KeyCheck.Refused.class);
  }

  @Test
  void aRenamedOrganisationIsFoundByItsNewSlugOnly() {
    publish(new OrganisationChanged("o", "acme-2", "Acme", true, false));
    assertThat(view.organisationBySlug("acme")).isNull();
    assertThat(view.organisationBySlug("acme-2")).isNotNull();
  }

  @Test
  void aKeyThatWasTakenIsNotedOnceUntilItIsAskedFor() {
    view.check(secret);
    view.check(secret);
    assertThat(view.keysUsed()).containsExactly(new ApiKeyUsed("o", secret.id(), NOW));
    assertThat(view.keysUsed()).isEmpty();
  }

  @Test
  void aKeyThatWasRefusedIsNotNoted() {
    publish(new OrganisationChanged("o", "acme", "Acme", false, false));
    view.check(secret);
    assertThat(view.keysUsed()).isEmpty();
  }

  private ApiKeyChanged key(@Nullable String user, @Nullable Role role, @Nullable Instant expires) {
    return new ApiKeyChanged(
        "o", secret.id(), secret.hash(), "n", user, role, Set.of(Scope.READ), expires, null);
  }

  private void publish(DomainEvent event) {
    publish(view, event);
  }

  private static void publish(IdentityView view, DomainEvent event) {
    view.onRecord(event.key(), EventCodec.encode(EventCodec.envelope("auth", event, null)));
  }
}
