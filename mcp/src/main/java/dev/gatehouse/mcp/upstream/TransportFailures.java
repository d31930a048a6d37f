package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.upstream.UpstreamFailure.ConnectFailed;
import dev.gatehouse.mcp.upstream.UpstreamFailure.Disconnected;
import dev.gatehouse.mcp.upstream.UpstreamFailure.TlsFailed;
import dev.gatehouse.mcp.upstream.UpstreamFailure.Unresolved;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Gives the exceptions of the HTTP client their place among {@link UpstreamFailure}s. */
final class TransportFailures {

  static UpstreamFailure of(Throwable thrown, String host) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      switch (t) {
        case UnknownHostException _ -> {
          return new Unresolved(host);
        }
        case SSLException _ -> {
          return new TlsFailed("TLS handshake failed");
        }
        case ConnectTimeoutException _ -> {
          return new ConnectFailed(ConnectFailed.NO_ANSWER);
        }
        case ConnectException _ -> {
          return new ConnectFailed(ConnectFailed.REFUSED);
        }
        case NoRouteToHostException _ -> {
          return new ConnectFailed("there is no route to it");
        }
        case ConnectionPoolTooBusyException _ -> {
          return new ConnectFailed("too many calls are waiting for a connection");
        }
        default -> {}
      }
    }
    return new Disconnected("connection closed before the reply was complete");
  }

  private TransportFailures() {}
}
