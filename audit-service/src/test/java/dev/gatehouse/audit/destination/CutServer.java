package dev.gatehouse.audit.destination;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A syslog server that reads everything, and whose connections end below TLS: with an end of the
 * stream of TCP, as anybody in between can make one, and without {@code close_notify}.
 */
final class CutServer implements AutoCloseable {
  private final ServerSocket server;
  private final SSLContext context;
  private final AtomicLong bytes = new AtomicLong();

  private CutServer(ServerSocket server, SSLContext context) {
    this.server = server;
    this.context = context;
    Connections.serve(server, this::serve);
  }

  static CutServer start(SSLContext context) throws IOException {
    return new CutServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), context);
  }

  String url() {
    return "syslog+tls://127.0.0.1:" + server.getLocalPort();
  }

  /** What was read in all. */
  long bytes() {
    return bytes.get();
  }

  private void serve(Socket plain) {
    try (plain) {
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), false);
      socket.setUseClientMode(false);
      socket.setEnabledProtocols(new String[] {"TLSv1.3"}); // earlier ones answer by themselves
      bytes.addAndGet(socket.getInputStream().readAllBytes().length);
    } catch (IOException e) {
      // what was read counts
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
