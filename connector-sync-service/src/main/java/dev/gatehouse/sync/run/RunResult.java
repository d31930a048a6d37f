package dev.gatehouse.sync.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a run, as clients see it.
 *
 * @param outcome {@code complete}, {@code partial} or {@code failed}
 * @param tools how many were found
 * @param refused how many of the upstream's were not taken over
 * @param added tools that the run before did not find; {@code removed} those that only it found
 * @param reason why it is not complete
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunResult(
    UUID runId,
    String cause,
    String outcome,
    int tools,
    int refused,
    int added,
    int changed,
    int removed,
    int unchanged,
    @Nullable String reason,
    @Nullable String protocolVersion,
    Instant startedAt,
    Instant finishedAt) {

  static RunResult of(SyncRun run) {
    return new RunResult(
        run.id,
        run.cause,
        run.outcome.name().toLowerCase(Locale.ROOT),
        run.tools,
        run.refused,
        run.added,
        run.changed,
        run.removed,
        run.unchanged,
        run.reason,
        run.protocolVersion,
        run.startedAt,
        run.finishedAt);
  }
}
