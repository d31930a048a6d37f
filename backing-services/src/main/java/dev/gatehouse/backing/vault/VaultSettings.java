package dev.gatehouse.backing.vault;

import java.nio.file.Path;
import java.util.UUID;

/**
 * How one {@link LocalVault} is started.
 *
 * @param directory holds the journal and the key that it is encrypted with; kept across restarts
 * @param port TCP port on the loopback address; 0 picks a free one
 * @param rootToken token that may do everything; a setting rather than stored data
 * @param durable true: every acknowledged write was flushed to the disk; false: for tests only
 */
public record VaultSettings(Path directory, int port, String rootToken, boolean durable) {

  /** Settings for tests: any free port, a random root token, nothing flushed. */
  public static VaultSettings forTests(Path directory) {
    return new VaultSettings(directory, 0, "root-" + UUID.randomUUID(), false);
  }

  @Override
  public String toString() {
    return "VaultSettings[directory=%s, port=%d, durable=%s]".formatted(directory, port, durable);
  }
}
