package dev.gatehouse.backing.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The {@code pg_hba.conf} of a data folder: loopback only, and always with a password. */
record AccessRules(Path data) {

  private static final String RULES =
      """
      # Every connection needs its password, also from this machine.
      host all all 127.0.0.1/32 scram-sha-256
      """;

  boolean passwordsRequired() throws IOException {
    return Files.readString(file()).equals(RULES);
  }

  void requirePasswords() throws IOException {
    var next = data.resolve("pg_hba.conf.next");
    Files.writeString(next, RULES);
    Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path file() {
    return data.resolve("pg_hba.conf");
  }
}
