package dev.gatehouse.sync.connect;

import dev.gatehouse.platform.event.CatalogEvent.UpstreamOAuth;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.sync.schedule.HealthNews;
import dev.gatehouse.sync.schedule.ScheduleRepository;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Tells that a connector needs somebody to sign in, or no longer. */
@ApplicationScoped
class SignInNews {
  private final ScheduleRepository schedules;
  private final HealthNews health;

  SignInNews(ScheduleRepository schedules, HealthNews health) {
    this.schedules = schedules;
    this.health = health;
  }

  /** Of one of many users it is said only where the connector itself depends on the account. */
  void needsSignIn(UpstreamCredential row, String reason) {
    schedules
        .lock(row.connectorId)
        .filter(schedule -> concerns(schedule.connectorManifest().oauth(), row))
        .ifPresent(schedule -> health.tell(schedule, HealthChanged.State.NEEDS_SIGN_IN, reason));
  }

  /** The connector is looked at again at once. */
  void lookAgain(UpstreamCredential row) {
    schedules
        .lock(row.connectorId)
        .filter(schedule -> concerns(schedule.connectorManifest().oauth(), row))
        .ifPresent(schedule -> schedule.dueNow());
  }

  private static boolean concerns(@Nullable UpstreamOAuth oauth, UpstreamCredential row) {
    return row.userOrNull() == null || oauth != null && row.userId.equals(oauth.discoveryUser());
  }
}
