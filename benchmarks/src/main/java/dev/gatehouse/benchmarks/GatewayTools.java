package dev.gatehouse.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A gateway of ten thousand tools, of ten servers, shown by a rule each: to list it and to change a
 * tool over REST, and how long it takes until the gateway shows the change. The same for a gateway
 * of ten tools.
 */
final class GatewayTools {
  private static final int SERVERS = 10;
  private static final int TOOLS_PER_SERVER = 1_000;
  private static final int ROUNDS = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Suite suite;
  private final HttpClient client = HttpClient.newHttpClient();

  private GatewayTools(Suite suite) {
    this.suite = suite;
  }

  static void run(Suite suite, Path data, int seconds) throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      new GatewayTools(suite).run(vertx);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private interface Step {
    void run(int round) throws Exception;
  }

  private void run(Vertx vertx) throws Exception {
    System.out.printf("%n%-52s %10s %10s %10s%n", "ms", "median", "p90", "worst");
    measure("10 tools", gateway(vertx, 1, 10), 10);
    JsonNode large = gateway(vertx, SERVERS, TOOLS_PER_SERVER);
    measure("10,000 tools", large, SERVERS * TOOLS_PER_SERVER);
  }

  private JsonNode gateway(Vertx vertx, int servers, int tools) throws Exception {
    ObjectNode named = JSON.createObjectNode().put("name", "measured " + servers * tools);
    named.putObject("settings").put("scopeMode", "hide");
    JsonNode gateway = suite.post("/api/gateways", named);
    for (int i = 0; i < servers; i++) {
      Upstream upstream = new Upstream(vertx, tools);
      String connector = suite.connect("measured", upstream.url());
      suite.awaitTools(connector);
      long before = System.nanoTime();
      suite.post(
          "/api/gateways/" + gateway.path("id").asText() + "/rules",
          JSON.createObjectNode().put("connectorId", connector));
      if (i == servers - 1) {
        System.out.printf(
            Locale.ROOT,
            "%-52s %10.1f%n",
            "rule that adds the last %,d of %,d".formatted(tools, servers * tools),
            (System.nanoTime() - before) / 1e6);
      }
    }
    return gateway;
  }

  private void measure(String what, JsonNode gateway, int tools) throws Exception {
    String path = "/api/gateways/" + gateway.path("id").asText() + "/tools";
    JsonNode first = suite.get(path + "?limit=1").get(0);
    String url = gateway.path("url").asText();
    String name = first.path("name").asText();
    awaitServed(url, name, first.path("description").asText(""));
    row("list a page of 100 of " + what, round -> suite.get(path + "?limit=100"));
    row(
        "change a tool of " + what,
        round -> suite.patch(path + "/" + first.path("id").asText(), description(round)));
    row(
        "from the change until the gateway shows it, " + what,
        round -> {
          String text = "told " + round + " " + System.nanoTime();
          suite.patch(
              path + "/" + first.path("id").asText(),
              JSON.createObjectNode().put("description", text));
          awaitServed(url, name, text);
        });
  }

  private static ObjectNode description(int round) {
    return JSON.createObjectNode().put("description", "changed " + round);
  }

  private static void row(String what, Step step) throws Exception {
    double[] millis = new double[ROUNDS];
    for (int round = -3; round < ROUNDS; round++) {
      long before = System.nanoTime();
      step.run(round);
      if (round >= 0) {
        millis[round] = (System.nanoTime() - before) / 1e6;
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "%-52s %10.1f %10.1f %10.1f%n",
        what,
        millis[ROUNDS / 2],
        millis[ROUNDS * 9 / 10],
        millis[ROUNDS - 1]);
  }

  /** Polls the first page of {@code tools/list}, where the first tool is. */
  private void awaitServed(String url, String name, String description) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < until) {
      for (JsonNode tool : list(url).at("/result/tools")) {
        if (tool.path("name").asText().equals(name)
            && (description.isEmpty() || tool.path("description").asText().equals(description))) {
          return;
        }
      }
      Thread.sleep(5);
    }
    throw new IOException("the gateway does not show it");
  }

  private JsonNode list(String url) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Bearer " + suite.apiKey())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}"))
            .build();
    return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}
