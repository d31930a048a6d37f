package dev.gatehouse.audit.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an organisation's records of some days beyond their time.
 *
 * @param from first day; null for all before
 * @param to last day; null for all after
 * @param placedBy user or key
 */
record Hold(
    UUID id,
    String reason,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    @Nullable String placedBy,
    Instant placedAt) {}
