package dev.gatehouse.sync.schedule;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A connector is taken over from the catalogue as it is now; within the transaction.
 *
 * @param tokenTarget for which tokens are still good; null if the connector is gone
 */
public record ConnectorTaken(String organisation, UUID connector, @Nullable String tokenTarget) {}
