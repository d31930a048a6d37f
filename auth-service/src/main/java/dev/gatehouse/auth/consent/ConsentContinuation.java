package dev.gatehouse.auth.consent;

import dev.gatehouse.auth.authorize.PendingAuthorizations;
import dev.gatehouse.auth.client.Clients;
import dev.gatehouse.auth.login.Browser;
import dev.gatehouse.auth.login.Continuation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** People sign in to decide about a request; nowhere else does the sign-in page lead to. */
@ApplicationScoped
class ConsentContinuation implements Continuation {
  private final PendingAuthorizations pending;
  private final Clients clients;

  ConsentContinuation(PendingAuthorizations pending, Clients clients) {
    this.pending = pending;
    this.clients = clients;
  }

  @Override
  public Optional<Purpose> find(String path, Browser browser) {
    if (!path.startsWith(ConsentResource.PATH)) {
      return Optional.empty();
    }
    return pending
        .find(path.substring(ConsentResource.PATH.length()), browser)
        .flatMap(request ->
            clients
                .find(request.clientId())
                .map(client ->
                    new Purpose(
                        client.name(), request.redirectUri(), false, request.signInAfter())));
  }
}
