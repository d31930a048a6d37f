package dev.gatehouse.backing.vault;

import java.io.IOException;

/** The vault was reached and answered with an error status. */
public final class VaultRefusedException extends IOException {

  VaultRefusedException(String message) {
    super(message);
  }
}
