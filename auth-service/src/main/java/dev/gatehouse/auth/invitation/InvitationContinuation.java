package dev.gatehouse.auth.invitation;

import dev.gatehouse.auth.login.Browser;
import dev.gatehouse.auth.login.Continuation;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** People sign in to accept an invitation. */
@ApplicationScoped
class InvitationContinuation implements Continuation {
  private final Acceptance acceptance;

  InvitationContinuation(Acceptance acceptance) {
    this.acceptance = acceptance;
  }

  @Override
  public Optional<Purpose> find(String path, Browser browser) {
    return path.startsWith(Invitations.PATH)
        ? acceptance
            .find(path.substring(Invitations.PATH.length()))
            .map(offer -> new Purpose(offer.organisationName(), null, true, Instant.EPOCH))
        : Optional.empty();
  }
}
