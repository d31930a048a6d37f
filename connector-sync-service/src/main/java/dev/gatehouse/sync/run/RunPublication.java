package dev.gatehouse.sync.run;

import dev.gatehouse.platform.event.DiscoveryEvent;
import dev.gatehouse.platform.event.DiscoveryEvent.FeaturesFound;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundFeature;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundTool;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished;
import dev.gatehouse.platform.event.DiscoveryEvent.ToolsFound;
import dev.gatehouse.platform.event.RecordParts;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.outbox.Outbox;
import dev.gatehouse.sync.exploration.Findings;
import dev.gatehouse.sync.schedule.HealthNews;
import dev.gatehouse.sync.schedule.Lease;
import dev.gatehouse.sync.schedule.Schedule;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Tells what a run found: the tools in parts, that it has ended, and how the upstream is. */
@ApplicationScoped
class RunPublication {
  /** Of what was found in one record: leaves room for the envelope in 200 KiB. */
  private static final int MAX_PART_BYTES = 198 * 1024;

  private final Outbox outbox;
  private final HealthNews health;

  RunPublication(Outbox outbox, HealthNews health) {
    this.outbox = outbox;
    this.health = health;
  }

  void publish(Lease lease, Schedule schedule, SyncRun run, Findings findings) {
    String connector = lease.connector().toString();
    List<List<FoundTool>> parts = RecordParts.of(findings.tools(), MAX_PART_BYTES);
    for (int part = 0; part < parts.size(); part++) {
      append(
          new ToolsFound(
              lease.organisation(), connector, run.id.toString(), part, parts.get(part)));
    }
    List<List<FoundFeature>> features = RecordParts.of(findings.features().found(), MAX_PART_BYTES);
    for (int part = 0; part < features.size(); part++) {
      append(
          new FeaturesFound(
              lease.organisation(), connector, run.id.toString(), part, features.get(part)));
    }
    append(finished(lease, run.id, run, findings, parts.size(), features.size()));
    HealthChanged.State state = findings.health();
    if (state != null) {
      health.tell(schedule, state, findings.reason());
    }
  }

  private static RunFinished finished(
      Lease lease, UUID id, SyncRun run, Findings findings, int parts, int featureParts) {
    return new RunFinished(
        lease.organisation(),
        lease.connector().toString(),
        id.toString(),
        findings.outcome(),
        parts,
        findings.tools().size(),
        findings.refused(),
        findings.protocolVersion(),
        findings.server().serverInfo(),
        findings.server().instructions(),
        findings.reason(),
        run.finishedAt,
        findings.server().capabilities(),
        featureParts,
        findings.features().whole(),
        findings.features().refused());
  }

  private void append(DiscoveryEvent event) {
    outbox.append(Topics.DISCOVERY, event);
  }
}
