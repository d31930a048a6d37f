package dev.gatehouse.auth.invitation;

import dev.gatehouse.platform.identity.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An invitation as its organisation sees it.
 *
 * @param url the link to send: in the answer that creates it, and never again
 */
record InvitationView(
    String id, @Nullable String url, Role role, @Nullable String label, Instant expiresAt) {

  static InvitationView of(Invitation invitation, @Nullable String url) {
    return new InvitationView(
        invitation.id, url, invitation.role, invitation.label, invitation.expiresAt);
  }

  @Override
  public String toString() {
    return "InvitationView[" + id + "]";
  }
}
