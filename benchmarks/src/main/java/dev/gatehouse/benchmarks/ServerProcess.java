package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A service of a suite, stopped and started as a server has it: with the optimising compiler and
 * half a gigabyte, where a laptop's run saves both.
 */
final class ServerProcess {
  private final String service;
  private final Path home;
  private final Path data;
  private final Map<String, String> environment;

  private ServerProcess(String service, Path home, Path data, Map<String, String> environment) {
    this.service = service;
    this.home = home;
    this.data = data;
    this.environment = environment;
  }

  /**
   * Ends the suite's own.
   *
   * @param service its name in {@code endpoints.json}
   */
  static ServerProcess stop(Suite suite, String service) throws IOException {
    long pid = suite.pid(service);
    Map<String, String> environment = new HashMap<>();
    for (String entry : Files.readString(Path.of("/proc/" + pid + "/environ")).split("\0")) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        environment.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
    return new ServerProcess(
        service,
        Path.of(System.getProperty("gatehouse.home")).normalize(),
        suite.data(),
        environment);
  }

  Process start() throws IOException {
    Path jar = home.resolve(service + "-service/target/quarkus-app/quarkus-run.jar");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseParallelGC", "-Xmx512m", "-XX:+UseCompactObjectHeaders"));
    command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-jar", jar.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("logs/" + service + "-benchmark.log").toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Has the suite start its own again. */
  void restore(Process own) throws IOException, InterruptedException {
    own.destroyForcibly().waitFor();
    Process restart =
        new ProcessBuilder(
                home.resolve("gatehouse").toString(), "restart", service, "--data", data.toString())
            .inheritIO()
            .start();
    if (restart.waitFor() != 0) {
      throw new IOException(service + " does not start again");
    }
  }
}
