package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Heap that a legacy session keeps while nothing happens in it: live bytes before and after many.
 */
final class IdleSessions {
  private static final int SESSIONS = 10_000;
  private static final String INITIALIZE =
      """
      {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
      "capabilities":{},"clientInfo":{"name":"benchmark","version":"1"}}}\
      """;

  private IdleSessions() {}

  static List<Verdict> measure(Sitting sitting) throws IOException, InterruptedException {
    URI url = URI.create("http://127.0.0.1:" + sitting.suite().gatewayPort() + sitting.path());
    open(url, sitting.suite().apiKey(), 100);
    long before = liveBytes(sitting.suite().gatewayPid());
    open(url, sitting.suite().apiKey(), SESSIONS);
    double each = (liveBytes(sitting.suite().gatewayPid()) - before) / (double) SESSIONS / 1_000;
    sitting.out().printf("%n%d idle sessions opened: %.2f kB each%n", SESSIONS, each);
    return List.of(new Verdict("heap per idle legacy session, kB", each, 5, 1));
  }

  private static void open(URI url, String key, int sessions)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(HttpRequest.BodyPublishers.ofString(INITIALIZE))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < sessions; i++) {
        var response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.headers().firstValue("Mcp-Session-Id").isEmpty()) {
          throw new IOException("no session: " + response.statusCode() + " " + response.body());
        }
      }
    }
  }

  /** The JVM collects garbage first. */
  private static long liveBytes(long pid) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    jcmd.waitFor();
    return output
        .lines()
        .filter(line -> line.startsWith("Total"))
        .mapToLong(line -> Long.parseLong(line.trim().split("\\s+")[2]))
        .findFirst()
        .orElseThrow(() -> new IOException("jcmd said: " + output));
  }
}
