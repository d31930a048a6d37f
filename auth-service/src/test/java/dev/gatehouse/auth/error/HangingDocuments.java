package dev.gatehouse.auth.error;

import dev.gatehouse.auth.BrowserlessClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A host of client documents that says nothing, asked for as many as may be asked for at once. */
final class HangingDocuments implements AutoCloseable {
  private static final int AT_ONCE = 4;

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService browsers = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Socket> asked = new ArrayList<>();

  HangingDocuments() throws IOException {
    for (int i = 0; i < AT_ONCE; i++) {
      BrowserlessClient client = BrowserlessClient.of(client(i));
      browsers.submit(() -> client.authorize(client.request(BrowserlessClient.ORIGIN + "/mcp")));
    }
    for (int i = 0; i < AT_ONCE; i++) {
      asked.add(server.accept());
    }
  }

  /** The id of a client that is described there. */
  String client(int number) {
    return "http://127.0.0.1:" + server.getLocalPort() + "/client/" + number;
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : asked) {
      socket.close();
    }
    server.close();
    browsers.close();
  }
}
