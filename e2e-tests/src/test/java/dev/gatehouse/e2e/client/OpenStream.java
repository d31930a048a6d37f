package dev.gatehouse.e2e.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** A stream of news of a gateway (2026-07-28), open until the gateway ends it. */
public final class OpenStream implements AutoCloseable {
  private static final String REQUEST =
      """
      {"jsonrpc": "2.0", "id": 9, "method": "subscriptions/listen", "params": {
        "notifications": {"toolsListChanged": true},
        "_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28",
                  "io.modelcontextprotocol/clientCapabilities": {},
                  "io.modelcontextprotocol/clientInfo": {"name": "journey", "version": "1"}}}}
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private final InputStream events;
  private final CompletableFuture<Void> end;

  private OpenStream(String url, String bearer) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(
            HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", McpRequest.JSON)
                .header("Accept", McpRequest.JSON + ", " + McpRequest.EVENTS)
                .header("MCP-Protocol-Version", McpRequest.MODERN)
                .header("Mcp-Method", "subscriptions/listen")
                .POST(BodyPublishers.ofString(REQUEST))
                .build(),
            BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new AssertionError("no stream: " + response.statusCode());
    }
    events = response.body();
    end = CompletableFuture.runAsync(this::readToTheEnd);
  }

  public static OpenStream listen(String url, String bearer) {
    try {
      return new OpenStream(url, bearer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether the gateway has ended it. */
  public boolean ended() {
    return end.isDone();
  }

  private void readToTheEnd() {
    try (events) {
      events.transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // broken off is an end, too
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
