package dev.gatehouse.audit.destination;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;

/** A syslog server that reads messages by their length (RFC 6587) and takes them apart. */
final class SyslogSink implements AutoCloseable {
  /** RFC 5424 section 6, for messages without structured data. */
  private static final Pattern MESSAGE =
      Pattern.compile(
          "<(\\d{1,3})>1 (\\S+) ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) ([!-~]{1,32}) - (.*)",
          Pattern.DOTALL);

  private final ServerSocket server;
  private final List<Message> messages = new CopyOnWriteArrayList<>();

  record Message(
      int priority, String time, String host, String app, String process, String id, String text) {}

  SyslogSink(ServerSocket server) {
    this.server = server;
    Connections.serve(server, this::read);
  }

  static SyslogSink start(ServerSocketFactory sockets) throws IOException {
    return new SyslogSink(sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  int port() {
    return server.getLocalPort();
  }

  List<Message> messages() {
    return List.copyOf(messages);
  }

  private void read(Socket socket) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream())) {
      for (int c = in.read(); c >= 0; c = in.read()) {
        int length = 0;
        for (; c != ' '; c = in.read()) {
          length = 10 * length + Character.digit(c, 10);
        }
        String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        Matcher m = MESSAGE.matcher(text);
        if (!m.matches()) {
          throw new IOException("no message: " + text);
        }
        messages.add(
            new Message(
                Integer.parseInt(m.group(1)),
                m.group(2),
                m.group(3),
                m.group(4),
                m.group(5),
                m.group(6),
                m.group(7)));
      }
    } catch (IOException e) {
      // what was read is kept
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
