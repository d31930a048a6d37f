package dev.gatehouse.gateway.upstream;

import dev.gatehouse.mcp.upstream.RequestContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whose conversation with an upstream a request belongs to. What an upstream keeps in a session is
 * never seen by anybody else.
 *
 * @param principal within the organisation
 * @param user who calls, whose account at an upstream is used; null for who is no person
 * @param session of the client; null for a client without one
 * @param capabilities raw {@code ClientCapabilities} that a legacy upstream is opened with; they
 *     belong to the session, or are none
 */
@SuppressWarnings("ArrayRecordComponent") // follows from the session, never compared
public record OnBehalfOf(
    String principal, @Nullable String user, @Nullable String session, byte[] capabilities) {

  /** Our own: for what is told to all alike and is of no principal. */
  public static final OnBehalfOf GATEWAY = principal("gatehouse:gateway", null);

  /** A client without a session has the principal's conversation, and answers no questions. */
  public static OnBehalfOf principal(String principal, @Nullable String user) {
    return new OnBehalfOf(principal, user, null, RequestContext.NO_CAPABILITIES);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OnBehalfOf(String otherPrincipal, _, String otherSession, byte[] _)
        && principal.equals(otherPrincipal)
        && Objects.equals(session, otherSession);
  }

  @Override
  public int hashCode() {
    return 31 * principal.hashCode() + Objects.hashCode(session);
  }
}
