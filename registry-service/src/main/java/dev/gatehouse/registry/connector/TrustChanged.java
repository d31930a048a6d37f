package dev.gatehouse.registry.connector;

/** Told within the transaction that changes whether a connector's annotations are trusted. */
public record TrustChanged(Connector connector) {}
