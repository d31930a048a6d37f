package dev.gatehouse.auth.client;

/** An organisation has deleted a client of its own; told in the transaction that does it. */
public record ClientDeleted(String organisation, String client) {}
