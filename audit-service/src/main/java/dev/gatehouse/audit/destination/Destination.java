package dev.gatehouse.audit.destination;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A destination with its state, as it is stored.
 *
 * @param credentials where they are in the vault; null for none
 * @param delivered records that were acknowledged
 * @param failures in a row; 0 while it works
 * @param problem what was wrong the last time
 * @param turn a number that each turn and each change of settings raises
 * @param missed records that left the trail before they were acknowledged
 */
record Destination(
    UUID id,
    String organisation,
    DestinationDocument document,
    boolean enabled,
    @Nullable UUID credentials,
    Instant createdAt,
    Instant dueAt,
    long delivered,
    @Nullable Instant deliveredAt,
    int failures,
    @Nullable Instant failingSince,
    @Nullable String problem,
    long turn,
    long missed) {}
