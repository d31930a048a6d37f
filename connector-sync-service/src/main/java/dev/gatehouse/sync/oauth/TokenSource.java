package dev.gatehouse.sync.oauth;

/**
 * All that is needed to ask for tokens again.
 *
 * @param resource that tokens are for (RFC 8707)
 * @param scope asked for, separated by blanks; empty for none
 */
public record TokenSource(
    String tokenEndpoint, RegisteredClient client, String resource, String scope) {}
