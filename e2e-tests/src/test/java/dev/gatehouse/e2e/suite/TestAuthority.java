package dev.gatehouse.e2e.suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate for 127.0.0.1 that the suite of the journeys trusts, and nobody else. */
public final class TestAuthority {
  private static final String PASSWORD = "journey";
  private static final Path FOLDER = make();

  private TestAuthority() {}

  /** What makes a JVM trust it, in the environment of a process. */
  public static Map<String, String> environment() {
    return Map.of(
        "JAVA_TOOL_OPTIONS",
        "-Djavax.net.ssl.trustStore="
            + FOLDER.resolve("trust.p12")
            + " -Djavax.net.ssl.trustStorePassword="
            + PASSWORD);
  }

  /** For servers with this certificate. */
  public static SSLContext server() {
    try (InputStream file = Files.newInputStream(FOLDER.resolve("server.p12"))) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(file, PASSWORD.toCharArray());
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path make() {
    try {
      Path folder = Files.createTempDirectory("gatehouse-authority");
      folder.toFile().deleteOnExit();
      keytool(
          folder,
          "-genkeypair -keyalg EC -groupname secp256r1 -dname CN=127.0.0.1 -ext san=ip:127.0.0.1"
              + " -validity 3 -keystore server.p12");
      keytool(folder, "-exportcert -rfc -file server.pem -keystore server.p12");
      keytool(folder, "-importcert -noprompt -file server.pem -keystore trust.p12");
      for (String name : List.of("server.p12", "server.pem", "trust.p12")) {
        folder.resolve(name).toFile().deleteOnExit();
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void keytool(Path folder, String arguments) {
    String program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Command.Result result =
        Command.run(
            List.of(
                "/bin/sh",
                "-c",
                "cd \"$1\" && \"$2\" $3 -alias server -storetype PKCS12 -storepass " + PASSWORD,
                "keytool",
                folder.toString(),
                program,
                arguments));
    if (result.exitCode() != 0) {
      throw new AssertionError(result.describe());
    }
  }
}
