package dev.gatehouse.sync.run;

import dev.gatehouse.platform.event.DiscoveryEvent.FoundTool;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.platform.event.DiscoveryEvent.RefusedTool;
import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run found out.
 *
 * @param health how the upstream is, or null if the run says nothing about it
 * @param reason why it is not complete
 */
record Findings(
    Outcome outcome,
    List<FoundTool> tools,
    List<RefusedTool> refused,
    @Nullable String protocolVersion,
    HealthChanged.@Nullable State health,
    @Nullable String reason,
    FoundServer server,
    FeatureFindings features) {

  Findings with(FoundServer saidOfItself, FeatureFindings alsoFound) {
    return new Findings(
        outcome, tools, refused, protocolVersion, health, reason, saidOfItself, alsoFound);
  }

  static Findings failed(HealthChanged.@Nullable State health, String reason) {
    return new Findings(
        Outcome.FAILED,
        List.of(),
        List.of(),
        null,
        health,
        reason,
        FoundServer.UNKNOWN,
        FeatureFindings.NONE);
  }
}
