package dev.gatehouse.audit.destination;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;

/** The connections of a server of a test. */
final class Connections {
  private Connections() {}

  /** Each is served by a thread of its own, until the server's socket is closed. */
  static void serve(ServerSocket server, Consumer<Socket> service) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              Socket socket = server.accept();
              Thread.ofVirtual().start(() -> service.accept(socket));
            }
          } catch (IOException e) {
            // closed
          }
        });
  }
}
