package dev.gatehouse.registry.source;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The right to fill the catalogue from a source for a while.
 *
 * @param number grows with each lease of the source; only the newest may write
 * @param cursor where a run that was cut off goes on; null to begin
 * @param since the next run asks for what has changed since then; null for everything
 * @param fingerprint of the file that was read to its end, or null
 * @param failures how many runs in a row have failed before
 */
record Lease(
    String source,
    long number,
    @Nullable String cursor,
    @Nullable Instant since,
    @Nullable String fingerprint,
    int pages,
    int failures) {}
