package dev.gatehouse.platform.vault;

import org.jspecify.annotations.Nullable;

/** Vault refused, is sealed, or cannot be reached. The message never holds a secret. */
public final class VaultException extends RuntimeException {
  private final Kind kind;

  /** What to make of it. */
  public enum Kind {
    /** No such secret, version or key. */
    NOT_FOUND,
    /** Check-and-set did not match: somebody else wrote first. */
    CONFLICT,
    /** This service's policy does not allow it. */
    DENIED,
    /** Sealed, away, or too slow; it may work later. */
    UNAVAILABLE
  }

  /**
   * @param operation what was wanted, without a secret
   */
  public VaultException(Kind kind, String operation, @Nullable Throwable cause) {
    super("Vault: " + operation + " failed: " + kind, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
