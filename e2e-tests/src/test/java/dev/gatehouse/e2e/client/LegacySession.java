package dev.gatehouse.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

/** A session of a handshake revision, whose requests may go to any address of the same gateway. */
public final class LegacySession {
  private static final String REVISION = "2025-11-25";

  private final String bearer;
  private final String id;

  private LegacySession(String bearer, String id) {
    this.bearer = bearer;
    this.id = id;
  }

  /** Opens one by a handshake. */
  public static LegacySession open(URI at, String bearer) {
    LegacySession none = new LegacySession(bearer, "");
    Answer opened =
        none.post(
                at,
                "initialize",
                Map.of(
                    "protocolVersion",
                    REVISION,
                    "capabilities",
                    Map.of(),
                    "clientInfo",
                    Map.of("name", "journey", "version", "1")))
            .expect(200);
    return new LegacySession(bearer, opened.header("mcp-session-id"));
  }

  /** A request, whatever comes of it. */
  public Answer post(URI at, String method, Map<String, ?> params) {
    Map<String, ?> message = Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", params);
    return Http.send(
        request(at)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(BodyPublishers.ofString(Answer.JSON.valueToTree(message).toString())));
  }

  /** The text of a tool's result. */
  public String call(URI at, String tool, Map<String, ?> arguments) {
    Answer answer =
        post(at, "tools/call", Map.of("name", tool, "arguments", arguments)).expect(200);
    JsonNode response = McpRequest.response(answer);
    return response.at("/result/content/0/text").textValue();
  }

  /** Asks for the session's stream where there is none. */
  public Answer listenInVain(URI at) {
    return Http.send(request(at).header("Accept", "text/event-stream").GET());
  }

  public Answer delete(URI at) {
    return Http.send(request(at).DELETE());
  }

  private HttpRequest.Builder request(URI at) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at).header("Authorization", "Bearer " + bearer);
    if (!id.isEmpty()) {
      request.header("Mcp-Session-Id", id).header("MCP-Protocol-Version", REVISION);
    }
    return request;
  }
}
