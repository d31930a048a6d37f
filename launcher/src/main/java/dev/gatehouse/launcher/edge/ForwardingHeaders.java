package dev.gatehouse.launcher.edge;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The headers that only the edge may say: where a request came from, and which caller a service
 * vouches for. What a client says about itself in them is dropped.
 */
final class ForwardingHeaders {
  private static final String X_FORWARDED = "x-forwarded-";

  /** {@code Gatehouse-Caller} is the assertion of one service to another. */
  private static final Set<String> NOT_FROM_CLIENTS =
      Set.of("forwarded", "x-real-ip", "gatehouse-caller");

  /** Hop-by-hop (RFC 9110, section 7.6.1): they speak of one connection, not of the message. */
  private static final Set<String> OF_ONE_CONNECTION =
      Set.of("connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade");

  static void write(MultiMap headers, HttpServerRequest request, HostAndPort authority) {
    removeOfOneConnection(headers);
    headers.remove("Expect"); // answered by the edge itself
    for (String name : List.copyOf(headers.names())) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.startsWith(X_FORWARDED) || NOT_FROM_CLIENTS.contains(lower)) {
        headers.remove(name);
      }
    }
    String client = request.remoteAddress().hostAddress();
    String host = authority.toString();
    int port = authority.port() > 0 ? authority.port() : 80;
    headers.set("X-Forwarded-For", client);
    headers.set("X-Forwarded-Proto", "http");
    headers.set("X-Forwarded-Host", host);
    headers.set("X-Forwarded-Port", Integer.toString(port));
    String node = client.indexOf(':') < 0 ? client : "\"[" + client + "]\"";
    headers.set("Forwarded", "for=" + node + ";host=\"" + host + "\";proto=http");
  }

  /** Those that every message may have, and those that {@code Connection} names. */
  static void removeOfOneConnection(MultiMap headers) {
    for (String connection : headers.getAll("Connection")) {
      for (String name : connection.split(",", -1)) {
        if (!name.isBlank()) {
          headers.remove(name.strip());
        }
      }
    }
    OF_ONE_CONNECTION.forEach(headers::remove);
  }

  private ForwardingHeaders() {}
}
