package dev.gatehouse.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** Speaks to the demo as MCP clients do; JSON is written with single quotes. */
final class DemoClient {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String META =
      "'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28',"
          + "'io.modelcontextprotocol/clientCapabilities':{}}";

  record Answer(int status, HttpHeaders headers, JsonNode body) {
    JsonNode result() {
      return body.path("result");
    }

    int errorCode() {
      return body.path("error").path("code").asInt();
    }

    String text() {
      return result().path("content").path(0).path("text").asText();
    }
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;

  DemoClient(DemoUpstream upstream) {
    url = upstream.url();
  }

  /** Opens a session and returns its id. */
  String initialize() throws Exception {
    return send("{'jsonrpc':'2.0','id':0,'method':'initialize','params':{'protocolVersion':"
            + "'2025-11-25','capabilities':{},'clientInfo':{'name':'t','version':'1'}}}")
        .headers()
        .firstValue("Mcp-Session-Id")
        .orElseThrow();
  }

  /** A request of the modern era; {@code params} are members without braces. */
  Answer modern(String method, String params, String... headers) throws Exception {
    HttpRequest.Builder request =
        post("{'jsonrpc':'2.0','id':'m','method':'%s','params':{%s%s}}"
                .formatted(method, META, params.isEmpty() ? "" : "," + params))
            .setHeader("MCP-Protocol-Version", "2026-07-28")
            .setHeader("Mcp-Method", method);
    return send(with(request, headers));
  }

  Answer call(String tool, String arguments) throws Exception {
    return modern(
        "tools/call", "'name':'%s','arguments':%s".formatted(tool, arguments), "Mcp-Name", tool);
  }

  Answer send(String json, String... headers) throws Exception {
    return send(with(post(json), headers));
  }

  Answer send(HttpRequest.Builder request) throws Exception {
    var response = http.send(request.build(), BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.headers(), read(response.body()));
  }

  HttpRequest.Builder post(String json) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Authorization", "Bearer secret")
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream")
        .POST(BodyPublishers.ofString(json.replace('\'', '"')));
  }

  private static HttpRequest.Builder with(HttpRequest.Builder request, String... headers) {
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request;
  }

  private static JsonNode read(String body) throws IOException {
    return body.isEmpty() ? MAPPER.missingNode() : MAPPER.readTree(body);
  }
}
