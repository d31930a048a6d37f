package dev.gatehouse.platform.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands on the loopback address between a client and a server, and takes the network away: cut, so
 * that both sides are told, or silent, so that neither is. Bytes that were taken while it was
 * silent come through in their order when it passes again, except of connections that were lost.
 */
public final class TcpProxy implements AutoCloseable {
  private enum State {
    PASSING,
    SILENT,
    CUT
  }

  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Set<Socket> lost = ConcurrentHashMap.newKeySet();
  private volatile int target;
  private State state = State.PASSING;

  private TcpProxy(ServerSocket listener) {
    this.listener = listener;
  }

  /** Takes connections from now on; {@link #leadTo} says where they go. */
  public static TcpProxy open() throws IOException {
    TcpProxy proxy = new TcpProxy(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
    Thread.ofPlatform().daemon().name("tcp-proxy").start(proxy::accept);
    return proxy;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /**
   * @param port on the loopback address
   */
  public void leadTo(int port) {
    target = port;
  }

  /** As if it were not there. */
  public void pass() {
    become(State.PASSING);
  }

  /** Connections stay and new ones are taken, and nothing goes through either way. */
  public void silence() {
    become(State.SILENT);
  }

  /**
   * As a firewall that has forgotten all connections: nothing goes through them ever again, and
   * nobody is told; new ones pass.
   */
  public void lose() {
    lost.addAll(open);
    become(State.PASSING);
  }

  /** Ends all connections, and each new one at once. */
  public void cut() {
    become(State.CUT);
    open.forEach(this::end);
  }

  private synchronized void become(State next) {
    state = next;
    notifyAll();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void connect(Socket client) {
    try {
      awaitPassing(client);
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(server);
      Thread.ofVirtual().start(() -> pump(server, client));
      pump(client, server);
    } catch (IOException e) {
      end(client);
    }
  }

  /** One way; the end of one way is the end of both. */
  private void pump(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16 << 10];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitPassing(from);
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // the other side, or the test, has ended it
    } finally {
      end(from);
      if (!lost.contains(from)) { // or the other side would be told
        end(to);
      }
    }
  }

  /**
   * @throws IOException if the connection is to end
   */
  private synchronized void awaitPassing(Socket from) throws IOException {
    try {
      while (state == State.SILENT || state == State.PASSING && lost.contains(from)) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    if (state == State.CUT) {
      throw new IOException("cut");
    }
  }

  private void end(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // it is at its end
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      // it takes nothing any more
    }
    cut();
  }
}
