package dev.gatehouse.e2e.client;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.gatehouse.e2e.suite.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * A web page of somebody who wrote a client: a document that describes it, at the URL that is its
 * id (Client ID Metadata Documents). On this machine, as local runs permit.
 */
public final class ClientDocument implements AutoCloseable {
  private final HttpServer server;

  private ClientDocument(HttpServer server) {
    this.server = server;
  }

  /** Describes a public client that is called back here. */
  public static ClientDocument publish(String callback) {
    try {
      HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(TestAuthority.server()));
      ClientDocument document = new ClientDocument(server);
      byte[] body = Answer.JSON.writeValueAsBytes(document.describe(callback));
      server.createContext(
          "/client.json",
          exchange -> {
            try (exchange) {
              exchange.getResponseHeaders().add("Content-Type", McpRequest.JSON);
              exchange.sendResponseHeaders(200, body.length);
              exchange.getResponseBody().write(body);
            }
          });
      server.start();
      return document;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** Where it is, which is the client's id. */
  public String url() {
    return "https://127.0.0.1:" + server.getAddress().getPort() + "/client.json";
  }

  private Map<String, ?> describe(String callback) {
    return Map.of(
        "client_id",
        url(),
        "client_name",
        "Journey client with a document",
        "redirect_uris",
        List.of(callback),
        "grant_types",
        List.of("authorization_code", "refresh_token"),
        "response_types",
        List.of("code"),
        "token_endpoint_auth_method",
        "none");
  }
}
