package dev.gatehouse.e2e.suite;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One more process of a service of a running suite, with the configuration of the one that the
 * suite started.
 */
public final class ServiceReplica implements AutoCloseable {
  private static final Path LOGS = Path.of("target/suites").toAbsolutePath();
  private static final Duration START = Duration.ofMinutes(2);

  private final Process process;
  private final URI address;
  private final URI management;
  private final Path folder;

  private ServiceReplica(Process process, URI address, URI management, Path folder) {
    this.process = process;
    this.address = address;
    this.management = management;
    this.folder = folder;
  }

  /** Settings of a replica beyond its ports, as variables of its environment. */
  @FunctionalInterface
  interface Settings {
    Map<String, String> of(URI address, Path folder);
  }

  /** Starts one and waits until it is ready. */
  public static ServiceReplica start(Suite suite, String service) {
    return start(suite, service, (_, _) -> Map.of());
  }

  static ServiceReplica start(Suite suite, String service, Settings settings) {
    int port = FreePorts.draw();
    URI address = URI.create("http://127.0.0.1:" + port);
    URI management = URI.create("http://127.0.0.1:" + FreePorts.draw());
    Path folder = Folders.temporary("replica");
    try {
      Files.createDirectories(LOGS);
      ProcessBuilder builder =
          new ProcessBuilder(command(suite, service))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(LOGS.resolve(service + "-replica-" + port + ".log").toFile());
      Map<String, String> environment = builder.environment();
      environment.clear();
      environment.putAll(environment(suite, service));
      environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
      environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management.getPort()));
      environment.putAll(settings.of(address, folder));
      ServiceReplica replica = new ServiceReplica(builder.start(), address, management, folder);
      URI ready = management.resolve("/q/health/ready");
      await().atMost(START).ignoreExceptions().until(() -> status(ready) == 200);
      return replica;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the suite starts its own, but for the mark by which it knows it. */
  private static List<String> command(Suite suite, String service) throws IOException {
    return read(suite, service, "cmdline")
        .filter(option -> !option.startsWith("-Dgatehouse."))
        .toList();
  }

  /** As the suite gave it to its own. */
  private static Map<String, String> environment(Suite suite, String service) throws IOException {
    Map<String, String> variables = new HashMap<>();
    read(suite, service, "environ")
        .forEach(entry -> {
          int equals = entry.indexOf('=');
          if (equals > 0) {
            variables.put(entry.substring(0, equals), entry.substring(equals + 1));
          }
        });
    return variables;
  }

  private static Stream<String> read(Suite suite, String service, String what) throws IOException {
    long pid = suite.endpoints().services().get(service).pid();
    return Stream.of(Files.readString(Path.of("/proc/" + pid + "/" + what)).split("\0"));
  }

  private static int status(URI uri) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }

  URI address() {
    return address;
  }

  /** Where its metrics are. */
  public URI management() {
    return management;
  }

  /** As {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
    Folders.delete(folder);
  }
}
