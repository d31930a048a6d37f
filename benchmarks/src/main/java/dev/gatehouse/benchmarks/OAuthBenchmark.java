package dev.gatehouse.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * CPU of an access token: to issue one, to introspect one, and to take one again that the gateway
 * has seen before (a list of the demo's tools). Arguments: the suite's data folder, seconds a cell
 * (5), cells (3).
 *
 * <pre>./gatehouse up --detach; benchmarks/run-oauth .gatehouse</pre>
 */
public final class OAuthBenchmark {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONNECTIONS = 16;
  private static final int WARM_UP = 2;
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Measurement.Plan plan;
  private final Neighbours neighbours;

  private OAuthBenchmark(Measurement.Plan plan, Neighbours neighbours) {
    this.plan = plan;
    this.neighbours = neighbours;
  }

  public static void main(String[] arguments) throws Exception {
    Suite suite = new Suite(Path.of(arguments.length > 0 ? arguments[0] : ".gatehouse"));
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    int cells = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
    Measurement.Plan plan = new Measurement.Plan(WARM_UP, seconds, cells);
    new OAuthBenchmark(plan, new Neighbours(suite.auditPid())).run(suite);
  }

  private void run(Suite suite) throws IOException, InterruptedException {
    ObjectNode wanted =
        JSON.createObjectNode()
            .put("name", "benchmark")
            .put("role", "editor")
            .put("introspection", true);
    wanted.putArray("grantTypes").add("client_credentials");
    JsonNode client = suite.client(wanted);
    Map<String, String> basic =
        Map.of(
            "Content-Type",
            FORM,
            "Authorization",
            "Basic "
                + Base64.getEncoder()
                    .encodeToString(
                        (client.path("id").asText() + ":" + client.path("secret").asText())
                            .getBytes(StandardCharsets.UTF_8)));
    String request =
        "grant_type=client_credentials&resource="
            + URLEncoder.encode(suite.demo().toString(), StandardCharsets.UTF_8);
    String token = token(suite.authPort(), basic, request);
    System.out.println(Measurement.HEADER);
    List<Long> auth = List.of(suite.authPid());
    measure("issue", suite.authPort(), "/oauth/token", basic, request, "access_token", auth);
    measure(
        "introspect",
        suite.authPort(),
        "/oauth/introspect",
        basic,
        "token=" + token,
        "\"active\":true",
        auth);
    measure(
        "take again",
        suite.gatewayPort(),
        suite.demo().getPath(),
        Map.of(
            "Authorization",
            "Bearer " + token,
            "Content-Type",
            "application/json",
            "Accept",
            "application/json, text/event-stream",
            "MCP-Protocol-Version",
            "2026-07-28",
            "Mcp-Method",
            "tools/list"),
        """
        {"jsonrpc":"2.0","id":7,"method":"tools/list","params":{\
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
        "io.modelcontextprotocol/clientCapabilities":{}}}}\
        """,
        "\"result\"",
        List.of(suite.gatewayPid()));
  }

  private static String token(int port, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/oauth/token"))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    String answer =
        HttpClient.newHttpClient()
            .send(request.build(), HttpResponse.BodyHandlers.ofString())
            .body();
    return JSON.readTree(answer).path("access_token").asText();
  }

  private void measure(
      String what,
      int port,
      String path,
      Map<String, String> headers,
      String body,
      String expected,
      List<Long> pids)
      throws IOException, InterruptedException {
    Load load = new Load(port, path, headers, body, expected, 0);
    System.out.println(
        Measurement.of(load, CONNECTIONS, pids, plan, neighbours).row(what, CONNECTIONS));
  }
}
