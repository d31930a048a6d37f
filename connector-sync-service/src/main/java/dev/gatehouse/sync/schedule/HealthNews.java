package dev.gatehouse.sync.schedule;

import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells how an upstream is, where that has changed: registry by the way, gateways for good. */
@ApplicationScoped
public class HealthNews {
  private final Outbox outbox;

  HealthNews(Outbox outbox) {
    this.outbox = outbox;
  }

  /**
   * In a transaction that has the organisation's turn to tell.
   *
   * @param schedule locked
   * @param reason of any state but {@code CONNECTED}
   */
  public void tell(Schedule schedule, HealthChanged.State state, @Nullable String reason) {
    String why = state == HealthChanged.State.CONNECTED ? null : reason;
    if (!schedule.changeHealth(state, why)) {
      return;
    }
    HealthChanged told =
        new HealthChanged(
            schedule.organisation,
            schedule.connectorId.toString(),
            state,
            why,
            schedule.healthSince());
    outbox.append(Topics.DISCOVERY, told);
    outbox.append(Topics.HEALTH, told);
  }

  /** Of a connector that is gone. */
  void forget(String organisation, UUID connector) {
    outbox.remove(Topics.HEALTH, new EventKey(organisation, "health", connector.toString()));
  }
}
