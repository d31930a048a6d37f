package dev.gatehouse.launcher.suite;

import dev.gatehouse.launcher.Failure;
import dev.gatehouse.launcher.data.DataFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The packaged form of a service and how it is run: small, because six JVMs share a laptop. Only
 * the gateway, which every tool call goes through, gets the optimising compiler.
 *
 * @param home folder with the modules that were built
 */
record ServiceProgram(Path home, Service service) {
  /**
   * A call goes through thousands of small methods of Netty and Vert.x: deeper inlining and large
   * pages for code and heap make it cheaper (docs/benchmarks.md). The rest is what Vert.x need not
   * do here: there are no web sockets and one class loader, and each call is timed by itself.
   */
  private static final List<String> FOR_CALLS =
      List.of(
          "-XX:MaxInlineLevel=25",
          "-XX:InlineSmallCode=4000",
          "-XX:FreqInlineSize=500",
          "-XX:+UseTransparentHugePages",
          "-Dvertx.disableTCCL=true",
          "-Dvertx.disableContextTimings=true",
          "-Dvertx.disableWebsockets=true");

  private Path folder() {
    return home.resolve(service.module()).resolve("target/quarkus-app");
  }

  Path jar() {
    return folder().resolve("quarkus-run.jar");
  }

  /**
   * Checks that it was built.
   *
   * @throws Failure if it was not
   */
  void require() {
    if (!Files.isRegularFile(jar())) {
      throw new Failure(
          "%s is not built: %s is missing; run ./gatehouse up, which builds it."
              .formatted(service.module(), jar()));
    }
  }

  AotCache cache() {
    return new AotCache(jar());
  }

  /**
   * The command line. It holds no secret; the marks make the process known as ours.
   *
   * @param training whether this run is to record a cache that is missing
   */
  List<String> command(DataFolder data, boolean training) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ProcessMark.of(data, service.id()));
    command.addAll(training && !cache().isCurrent() ? cache().recording() : cache().use());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:+UseCompactObjectHeaders");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-Xss512k");
    if (service == Service.GATEWAY) {
      command.add("-Xmx256m");
      command.addAll(FOR_CALLS);
    } else {
      boolean search = service == Service.REGISTRY; // it has its index in memory
      command.add(search ? "-Xmx384m" : "-Xmx192m");
      command.add(search ? "-Xmn64m" : "-Xmn32m");
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-jar");
    command.add(jar().toString());
    return command;
  }

  /** Changes whenever the program or its configuration does. */
  String fingerprint(Map<String, String> environment) {
    var text = new StringBuilder();
    new TreeMap<>(environment).forEach((name, value) -> text.append(name + "=" + value + "\n"));
    for (String part : List.of("app", "quarkus", "quarkus-run.jar")) {
      try (var files = Files.walk(folder().resolve(part))) {
        for (Path file : files.sorted().toList()) {
          text.append(file).append(' ').append(Files.getLastModifiedTime(file)).append('\n');
        }
      } catch (IOException e) {
        throw Failure.of(e);
      }
    }
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      var digest = sha256.digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
