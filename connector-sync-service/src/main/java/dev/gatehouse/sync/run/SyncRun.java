package dev.gatehouse.sync.run;

import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished.Outcome;
import dev.gatehouse.sync.exploration.Findings;
import dev.gatehouse.sync.schedule.Lease;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** What became of a run. */
@Entity
@Table(name = "run")
class SyncRun {
  @Id UUID id;
  @TenantId String organisation;
  UUID connectorId;
  String cause;

  @Enumerated(EnumType.STRING)
  Outcome outcome;

  int tools;
  int refused;
  int added;
  int changed;
  int removed;
  int unchanged;
  @Nullable String reason;
  @Nullable String protocolVersion;
  Instant startedAt;
  Instant finishedAt;

  @SuppressWarnings("NullAway.Init") // Hibernate fills the fields.
  protected SyncRun() {}

  SyncRun(
      UUID id,
      Lease lease,
      Cause cause,
      Instant startedAt,
      Findings findings,
      Difference difference) {
    this.id = id;
    this.organisation = lease.organisation();
    this.connectorId = lease.connector();
    this.cause = cause.value();
    this.outcome = findings.outcome();
    this.tools = findings.tools().size();
    this.refused = findings.refused().size();
    this.added = difference.added();
    this.changed = difference.changed();
    this.removed = difference.removed();
    this.unchanged = difference.unchanged();
    this.reason = findings.reason();
    this.protocolVersion = findings.protocolVersion();
    this.startedAt = startedAt;
    this.finishedAt = Instant.now();
  }
}
