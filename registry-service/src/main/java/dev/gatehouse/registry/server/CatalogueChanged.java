package dev.gatehouse.registry.server;

/** A source has brought public servers; told by the replica that has read it to its end. */
public record CatalogueChanged() {}
