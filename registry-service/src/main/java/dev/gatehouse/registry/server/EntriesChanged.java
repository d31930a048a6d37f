package dev.gatehouse.registry.server;

/** Own servers of an organisation have changed; told once the transaction has succeeded. */
public record EntriesChanged(String organisation) {}
