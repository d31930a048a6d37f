package dev.gatehouse.sync.exploration;

import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundTool;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.platform.event.DiscoveryEvent.RefusedTool;
import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished.Outcome;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run found out.
 *
 * @param health how the upstream is, or null if the run says nothing about it
 * @param reason why it is not complete
 * @param failure of the upstream, if nothing was found because of it
 * @param incomplete failure of the upstream, if not all tools were found because of it
 */
public record Findings(
    Outcome outcome,
    List<FoundTool> tools,
    List<RefusedTool> refused,
    @Nullable String protocolVersion,
    HealthChanged.@Nullable State health,
    @Nullable String reason,
    FoundServer server,
    FeatureFindings features,
    @Nullable UpstreamFailure failure,
    @Nullable UpstreamFailure incomplete) {

  /** For how long the upstream asked to be left alone; null if it did not. */
  public @Nullable Duration retryAfter() {
    UpstreamFailure cause = failure == null ? incomplete : failure;
    return cause instanceof UpstreamFailure.HttpStatus(int _, Duration after) ? after : null;
  }

  Findings with(FoundServer saidOfItself, FeatureFindings alsoFound) {
    return new Findings(
        outcome,
        tools,
        refused,
        protocolVersion,
        health,
        reason,
        saidOfItself,
        alsoFound,
        failure,
        incomplete);
  }

  /** Nothing was asked for but whether it is there. */
  static Findings answered() {
    return new Findings(
        Outcome.PARTIAL,
        List.of(),
        List.of(),
        null,
        HealthChanged.State.CONNECTED,
        null,
        FoundServer.UNKNOWN,
        FeatureFindings.NONE,
        null,
        null);
  }

  static Findings failed(HealthChanged.@Nullable State health, String reason) {
    return failed(health, reason, null);
  }

  static Findings failed(
      HealthChanged.@Nullable State health, String reason, @Nullable UpstreamFailure failure) {
    return new Findings(
        Outcome.FAILED,
        List.of(),
        List.of(),
        null,
        health,
        reason,
        FoundServer.UNKNOWN,
        FeatureFindings.NONE,
        failure,
        null);
  }
}
