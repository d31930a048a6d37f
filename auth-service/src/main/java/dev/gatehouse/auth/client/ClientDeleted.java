package dev.gatehouse.auth.client;

/** A client is gone, by its organisation or by time; told in the transaction that removes it. */
public record ClientDeleted(String client) {}
