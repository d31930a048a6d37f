package dev.gatehouse.registry.connector;

import java.util.UUID;

/** Told within the transaction that removes a connector, before its row goes. */
public record ConnectorRemoving(String organisation, UUID connector) {}
