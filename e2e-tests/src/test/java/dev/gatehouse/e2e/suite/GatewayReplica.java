package dev.gatehouse.e2e.suite;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One more gateway of a running suite, with the configuration of the one that the suite started.
 */
public final class GatewayReplica implements AutoCloseable {
  private static final Path LOGS = Path.of("target/suites").toAbsolutePath();
  private static final Duration START = Duration.ofMinutes(2);

  private final Process process;
  private final URI address;
  private final Path folder;

  private GatewayReplica(Process process, URI address, Path folder) {
    this.process = process;
    this.address = address;
    this.folder = folder;
  }

  /** Starts one and waits until it is ready. */
  public static GatewayReplica start(Suite suite) {
    return start(suite, Map.of());
  }

  /**
   * The same with other settings.
   *
   * @param settings variables of its environment
   */
  public static GatewayReplica start(Suite suite, Map<String, String> settings) {
    int port = freePort();
    int management = freePort();
    URI address = URI.create("http://127.0.0.1:" + port);
    Path folder = Folders.temporary("replica");
    try {
      Files.createDirectories(LOGS);
      ProcessBuilder builder =
          new ProcessBuilder(command(suite))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(LOGS.resolve("gateway-replica-" + port + ".log").toFile());
      builder.environment().clear();
      builder.environment().putAll(environment(suite));
      builder
          .environment()
          .putAll(
              Map.of(
                  "QUARKUS_HTTP_PORT", Integer.toString(port),
                  "QUARKUS_MANAGEMENT_PORT", Integer.toString(management),
                  "GATEHOUSE_SPOOL_DIRECTORY", folder.resolve("spool").toString(),
                  "GATEHOUSE_REPLICA_ADDRESS", address.toString(),
                  // Clients of a test come to the replica itself.
                  "GATEHOUSE_MCP_ALLOWED_ORIGINS", address.toString()));
      builder.environment().putAll(settings);
      GatewayReplica replica = new GatewayReplica(builder.start(), address, folder);
      URI ready = URI.create("http://127.0.0.1:" + management + "/q/health/ready");
      await().atMost(START).ignoreExceptions().until(() -> status(ready) == 200);
      return replica;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the suite starts its own gateway, but for the mark by which it knows it. */
  private static List<String> command(Suite suite) throws IOException {
    long pid = suite.endpoints().services().get("gateway").pid();
    return Stream.of(Files.readString(Path.of("/proc/" + pid + "/cmdline")).split("\0"))
        .filter(option -> !option.startsWith("-Dgatehouse."))
        .toList();
  }

  /** As the suite gave it to its own gateway. */
  private static Map<String, String> environment(Suite suite) throws IOException {
    long pid = suite.endpoints().services().get("gateway").pid();
    Map<String, String> variables = new java.util.HashMap<>();
    for (String entry : Files.readString(Path.of("/proc/" + pid + "/environ")).split("\0")) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        variables.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    return variables;
  }

  private static int status(URI uri) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a URL of the suite is at this replica. */
  public URI at(String url) {
    return address.resolve(URI.create(url).getRawPath());
  }

  /** As {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
    Folders.delete(folder);
  }
}
