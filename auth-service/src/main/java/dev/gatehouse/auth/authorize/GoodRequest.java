package dev.gatehouse.auth.authorize;

import dev.gatehouse.auth.client.Client;
import dev.gatehouse.platform.identity.Scope;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An authorization request in which everything was found to be in order.
 *
 * @param redirectUri one of the client's own
 * @param codeChallenge S256
 */
record GoodRequest(
    Client client,
    String redirectUri,
    @Nullable String state,
    String codeChallenge,
    Resource resource,
    Set<Scope> scopes,
    Interaction interaction) {}
