package dev.gatehouse.sync.schedule;

import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import java.util.UUID;

/**
 * The right to sync a connector for a while.
 *
 * @param number grows with each lease of the connector; only the newest may write
 * @param manifest the connector as it was when the lease was given
 * @param failures how many runs in a row have failed before
 */
public record Lease(
    UUID connector, String organisation, long number, ConnectorManifest manifest, int failures) {}
