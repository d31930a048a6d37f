package dev.gatehouse.sync.schedule;

import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A connector and when it is to be synced next. Written by SQL but for the end of a run. */
@Entity
@Table(name = "schedule")
public class Schedule {
  @Id UUID connectorId;
  @TenantId String organisation;
  long revision;
  String manifest;
  String target;
  boolean active;
  Instant dueAt;
  int failures;
  long lease;
  @Nullable Instant leasedUntil;
  String host;
  Instant probeAt;

  @Enumerated(EnumType.STRING)
  HealthChanged.@Nullable State health;

  @Nullable String healthReason;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
  protected Schedule() {}

  public UUID connector() {
    return connectorId;
  }

  /** Whether it is enabled. */
  public boolean isActive() {
    return active;
  }

  /** The connector as the catalogue told it last. */
  public ConnectorManifest connectorManifest() {
    return ManifestText.read(manifest);
  }

  Lease lease() {
    ConnectorManifest connector = ManifestText.read(manifest);
    return new Lease(connectorId, organisation, lease, connector, failures);
  }

  /**
   * Ends the lease.
   *
   * @param nextProbe when it is looked at again, if no run comes first
   */
  public void finish(Instant nextDue, int failuresInARow, Instant nextProbe) {
    probeAt = nextProbe;
    dueAt = nextDue;
    failures = failuresInARow;
    leasedUntil = null;
  }

  /** The next run is to start at once. */
  public void dueNow() {
    dueAt = Instant.now();
    failures = 0;
  }

  public HealthChanged.@Nullable State health() {
    return health;
  }

  /** Takes a state over; whether it differs from the one before. */
  public boolean changeHealth(HealthChanged.State state, @Nullable String reason) {
    boolean changed = state != health || !Objects.equals(reason, healthReason);
    health = state;
    healthReason = reason;
    return changed;
  }
}
