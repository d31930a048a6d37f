package dev.gatehouse.registry.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A source of public servers as people see it.
 *
 * @param completedAt end of the last run that came to its end
 * @param taken entries of the run that is under way, else of the last one
 * @param refused entries of that run that were not taken
 * @param refusals the first of them, with what is wrong by JSON pointer
 * @param failures how many runs in a row have failed
 * @param failure why the last one failed
 * @param underWay whether a run has begun and not come to its end
 */
record SourceView(
    String name,
    @Nullable Instant completedAt,
    long taken,
    long refused,
    JsonNode refusals,
    int failures,
    @Nullable String failure,
    boolean underWay) {}
