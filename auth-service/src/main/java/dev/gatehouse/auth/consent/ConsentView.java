package dev.gatehouse.auth.consent;

import dev.gatehouse.auth.client.Client;
import dev.gatehouse.platform.identity.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A consent as the person who gave it sees it.
 *
 * @param client id of the application
 * @param clientName what it calls itself
 */
record ConsentView(
    String id,
    String client,
    String clientName,
    String organisation,
    String resource,
    List<Scope> scopes,
    Instant givenAt) {

  static ConsentView of(GivenConsent given, Optional<Client> client) {
    return new ConsentView(
        given.id,
        given.clientId,
        client.map(Client::name).orElse(given.clientId),
        given.organisation,
        given.resource,
        given.scopes.stream().sorted().toList(),
        given.givenAt);
  }
}
