package dev.gatehouse.audit.destination;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A syslog server that does not do what it should. */
final class OddServer implements AutoCloseable {
  private final ServerSocket server;
  private final Conduct conduct;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  enum Conduct {
    READS_NOTHING,
    READS_AND_IS_SILENT,
    RESETS,
    /** One byte after the other, so that no single read takes long. */
    DRIPS
  }

  private OddServer(ServerSocket server, Conduct conduct) {
    this.server = server;
    this.conduct = conduct;
  }

  static OddServer start(Conduct conduct) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReceiveBufferSize(1024);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    OddServer server = new OddServer(socket, conduct);
    Connections.serve(socket, server::serve);
    return server;
  }

  String url() {
    return "syslog+tcp://127.0.0.1:" + server.getLocalPort();
  }

  private void serve(Socket socket) {
    open.add(socket);
    try {
      switch (conduct) {
        case READS_NOTHING -> {}
        case READS_AND_IS_SILENT -> {
          var unused = socket.getInputStream().readAllBytes();
        }
        case RESETS -> {
          socket.setSoLinger(true, 0);
          socket.close();
        }
        case DRIPS -> {
          while (true) {
            socket.getOutputStream().write('x');
            Thread.sleep(200);
          }
        }
      }
    } catch (IOException | InterruptedException e) {
      // the other side has had enough
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
