package dev.gatehouse.backing.postgres;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * How one {@link PostgresServer} is started.
 *
 * @param directory holds everything of this server: {@code data/}, the {@code log} and the marker
 *     of a finished first start; kept across restarts
 * @param binaries folder that the PostgreSQL binaries are unpacked to once; may be shared by
 *     servers
 * @param port TCP port on the loopback address; 0 picks a free one
 * @param password of the superuser {@code postgres}; must be the same on every start of a directory
 * @param durable true: fsync and synchronous_commit on, so that a crash of the machine loses
 *     nothing, and room for records that come by the thousand; false: neither, for tests only
 */
public record PostgresSettings(
    Path directory, Path binaries, int port, String password, boolean durable) {

  /** Settings for real data: durable, binaries beside the data. */
  public static PostgresSettings durable(Path directory, int port, String password) {
    return new PostgresSettings(directory, directory.resolve("bin"), port, password, true);
  }

  /** Settings for tests: any free port, a random password, nothing flushed, shared binaries. */
  public static PostgresSettings forTests(Path directory) {
    var secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    var binaries = Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg");
    return new PostgresSettings(directory, binaries, 0, HexFormat.of().formatHex(secret), false);
  }

  @Override
  public String toString() {
    return "PostgresSettings[directory=%s, port=%d, durable=%s]"
        .formatted(directory, port, durable);
  }
}
