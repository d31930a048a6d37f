package dev.gatehouse.sync.connect;

import dev.gatehouse.platform.event.CatalogEvent.UpstreamOAuth;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.outbox.Outbox;
import dev.gatehouse.sync.schedule.ScheduleRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells that a connector needs somebody to sign in, or no longer. */
@ApplicationScoped
class SignInNews {
  private final ScheduleRepository schedules;
  private final Outbox outbox;

  SignInNews(ScheduleRepository schedules, Outbox outbox) {
    this.schedules = schedules;
    this.outbox = outbox;
  }

  /** Of one of many users it is said only where the connector itself depends on the account. */
  void needsSignIn(UpstreamCredential row, String reason) {
    schedules
        .findByIdOptional(row.connectorId)
        .filter(schedule -> concerns(schedule.connectorManifest().oauth(), row))
        .filter(schedule -> schedule.changeHealth(HealthChanged.State.NEEDS_SIGN_IN, reason))
        .ifPresent(_ ->
            outbox.append(
                Topics.DISCOVERY,
                new HealthChanged(
                    row.organisation,
                    row.connectorId.toString(),
                    HealthChanged.State.NEEDS_SIGN_IN,
                    reason,
                    Instant.now())));
  }

  /** The connector is looked at again at once. */
  void connected(UpstreamCredential row) {
    schedules
        .findByIdOptional(row.connectorId)
        .filter(schedule -> concerns(schedule.connectorManifest().oauth(), row))
        .ifPresent(schedule -> schedule.dueNow());
  }

  private static boolean concerns(@Nullable UpstreamOAuth oauth, UpstreamCredential row) {
    return row.userOrNull() == null || oauth != null && row.userId.equals(oauth.discoveryUser());
  }
}
