package dev.gatehouse.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.e2e.suite.FreePorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code @modelcontextprotocol/conformance}: what it asks of an authorization server. */
public final class AuthorizationConformance {
  private AuthorizationConformance() {}

  /**
   * Runs all scenarios, with a person at the browser that the suite asks for.
   *
   * @param clientId public, with {@code http://127.0.0.1/callback} of any port as redirect URI
   * @return the checks with their {@code id} and {@code status}
   */
  public static List<JsonNode> run(
      String issuer, String clientId, String resource, Person person, String organisation) {
    Path folder = Path.of("target/conformance/authorization").toAbsolutePath();
    try {
      Files.createDirectories(folder);
      Path output = Files.createTempDirectory(folder, "run");
      Process process =
          new ProcessBuilder(
                  Npm.node(),
                  Conformance.ENTRY,
                  "authorization",
                  "--url",
                  issuer,
                  "--client-id",
                  clientId,
                  "--resource",
                  resource,
                  "--port",
                  Integer.toString(FreePorts.draw()),
                  "--output-dir",
                  output.toString())
              .directory(Npm.folder().toFile())
              .redirectError(folder.resolve("err").toFile())
              .start();
      try (BufferedReader from = process.inputReader()) {
        for (String line = from.readLine(); line != null; line = from.readLine()) {
          if (line.startsWith(issuer + "/")) {
            URI back = person.approve(URI.create(line), organisation);
            Http.send(HttpRequest.newBuilder(back));
          }
        }
      } finally {
        process.destroyForcibly();
      }
      return read(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JsonNode> read(Path output) throws IOException {
    List<JsonNode> checks = new ArrayList<>();
    try (Stream<Path> results = Files.list(output)) {
      for (Path result : results.toList()) {
        Answer.JSON.readTree(result.resolve("checks.json").toFile()).forEach(checks::add);
      }
    }
    return checks;
  }
}
