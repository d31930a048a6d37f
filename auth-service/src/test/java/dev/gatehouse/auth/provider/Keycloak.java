package dev.gatehouse.auth.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real Keycloak with one realm and one account, from the folder that the build unpacked. */
final class Keycloak {
  static final String PROPERTY = "gatehouse.test.keycloak";
  static final String USERNAME = "alice";
  static final String PASSWORD = "alice's password";

  private Keycloak() {}

  /** Starts it at the issuer's address, once for the whole run; it ends with the run. */
  static void ensure(String issuer) {
    int port = URI.create(issuer).getPort();
    if (listens(port)) {
      return;
    }
    Path folder = Path.of(System.getProperty(PROPERTY));
    try {
      Path realms = Files.createDirectories(folder.resolve("data/import"));
      Files.copy(
          Path.of("src/test/resources/keycloak-realm.json"),
          realms.resolve("gatehouse-realm.json"),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      Process process =
          new ProcessBuilder(
                  "/bin/sh",
                  folder.resolve("bin/kc.sh").toString(),
                  "start-dev",
                  "--db=dev-mem",
                  "--cache=local",
                  "--http-host=127.0.0.1",
                  "--http-port=" + port,
                  "--import-realm")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("keycloak.log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await().atMost(Duration.ofMinutes(6)).until(() -> listens(port));
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean listens(int port) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
