package dev.gatehouse.audit.query;

import dev.gatehouse.platform.event.AuditRecord.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which records of an organisation to list, newest first.
 *
 * @param keyGateway the only gateway that the caller's API key is good for, or null
 * @param from inclusive
 * @param to exclusive
 * @param after the last record of the page before
 */
record AuditQuery(
    String organisation,
    @Nullable String keyGateway,
    @Nullable String action,
    @Nullable String tool,
    @Nullable String connector,
    @Nullable String gateway,
    @Nullable String actor,
    Outcome.@Nullable Status outcome,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable Cursor after,
    int limit) {}
