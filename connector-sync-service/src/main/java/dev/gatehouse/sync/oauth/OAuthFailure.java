package dev.gatehouse.sync.oauth;

/** Why no token was got. */
public final class OAuthFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final boolean mayBeDone;

  /** What is to be done about it. */
  public enum Kind {
    /** It may work later: not reached, too slow, an error of the server. */
    UNAVAILABLE,
    /** What was granted is good no more (RFC 6749 section 5.2, invalid_grant): sign in again. */
    GRANT_ENDED,
    /** The server does not work as the specification asks, or asks for what is not there. */
    UNUSABLE
  }

  /**
   * @param message for a person; holds no secret
   */
  public OAuthFailure(Kind kind, String message) {
    this(kind, message, false);
  }

  /**
   * @param message for a person; holds no secret
   */
  OAuthFailure(Kind kind, String message, boolean mayBeDone) {
    super(message, null, false, false);
    this.kind = kind;
    this.mayBeDone = mayBeDone;
  }

  /**
   * Whether the server may have done what it was asked for, so that a refresh token may be used up:
   * its answer was not heard, or is none that can be used.
   */
  public boolean mayBeDone() {
    return mayBeDone;
  }

  public Kind kind() {
    return kind;
  }

  /** Never null. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  static OAuthFailure unusable(String message) {
    return new OAuthFailure(Kind.UNUSABLE, message);
  }
}
