package dev.gatehouse.sync.schedule;

import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
  @Nullable Instant healthSince;
  @Nullable Instant notBefore;
  boolean listens;
  @Nullable UUID listener;
  @Nullable Instant listenedUntil;
  @Nullable Instant newsDueAt;

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

  /** What follows from a run. */
  public record Next(Instant due, int failuresInARow, Instant probe, @Nullable Instant notBefore) {}

  /**
   * Ends the lease. News bring the next run forward, but not to before the upstream wants to be
   * asked.
   *
   * @param began when the run did: what came meanwhile is not in what it found
   */
  public void finish(Instant began, Next next) {
    Instant news = newsDueAt;
    dueAt =
        news != null && news.isAfter(began) && news.isBefore(next.due()) && next.notBefore() == null
            ? news
            : next.due();
    probeAt = next.probe();
    failures = next.failuresInARow();
    notBefore = next.notBefore();
    leasedUntil = null;
  }

  /** Whether the upstream tells of changes, as it said last. */
  public void listens(boolean tells) {
    listens = tells;
  }

  /** The next run is to start at once. */
  public void dueNow() {
    dueAt = Instant.now();
    newsDueAt = dueAt;
    failures = 0;
  }

  public HealthChanged.@Nullable State health() {
    return health;
  }

  /** Whether the upstream wants to be left alone for now. */
  public boolean isPutOff() {
    return notBefore != null && notBefore.isAfter(Instant.now());
  }

  Instant healthSince() {
    return Objects.requireNonNullElseGet(healthSince, Instant::now);
  }

  /** Takes a state over; whether it differs from the one before, or none was told with its time. */
  boolean changeHealth(HealthChanged.State state, @Nullable String reason) {
    boolean changed =
        state != health || !Objects.equals(reason, healthReason) || healthSince == null;
    if (state != health || healthSince == null) {
      healthSince = Instant.now().truncatedTo(ChronoUnit.MICROS); // as it is stored
    }
    health = state;
    healthReason = reason;
    return changed;
  }
}
