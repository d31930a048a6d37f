package dev.gatehouse.registry.connector;

/** Told within the transaction that changes which tools of a connector are taken over. */
public record AllowedToolsChanged(Connector connector) {}
