package dev.gatehouse.audit.destination;

import dev.gatehouse.audit.destination.DestinationDocument.Kind;
import dev.gatehouse.platform.http.TargetGuard;
import dev.gatehouse.platform.http.TargetVerdict;
import io.vertx.core.net.SocketAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One connection for each batch, to an address that {@link TargetGuard} permits. Syslog knows no
 * acknowledgement; what comes nearest is that the server has taken every byte and closes the
 * connection in its turn, or stays silent until the time is over. A connection that is reset has
 * acknowledged nothing.
 */
final class SyslogOutlet implements Outlet {
  private final TargetGuard guard;
  private final DestinationDocument document;
  private final String hostname;
  private final int timeoutMillis;

  SyslogOutlet(TargetGuard guard, DestinationDocument document, String hostname, Duration timeout) {
    if (document.kind() != Kind.SYSLOG) {
      throw new IllegalArgumentException("not a syslog server");
    }
    this.guard = guard;
    this.document = document;
    this.hostname = hostname;
    this.timeoutMillis = Math.toIntExact(timeout.toMillis());
  }

  @Override
  public Sent send(List<String> records) throws InterruptedException {
    try {
      TargetVerdict verdict = guard.check(asWeb()).toCompletionStage().toCompletableFuture().get();
      return switch (verdict) {
        case TargetVerdict.Permitted permitted -> send(records, permitted);
        case TargetVerdict.Blocked _ -> new Sent.Failed(TargetVerdict.Blocked.MESSAGE);
      };
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private boolean secure() {
    return "syslog+tls".equals(document.url().getScheme());
  }

  /** The rules for addresses are those of HTTP: only with TLS to public ones. */
  private URI asWeb() {
    return URI.create(
        (secure() ? "https" : "http")
            + "://"
            + document.url().getHost()
            + ':'
            + document.url().getPort()
            + '/');
  }

  private Sent send(List<String> records, TargetVerdict.Permitted permitted) {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    for (String record : records) {
      SyslogMessage.append(messages, hostname, document.format(), record);
    }
    try (Socket plain = connect(permitted.address());
        Socket socket = secure() ? secured(plain, permitted.uri().getHost()) : plain) {
      socket.getOutputStream().write(messages.toByteArray());
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      awaitEnd(socket.getInputStream());
      return new Sent.Acknowledged();
    } catch (SSLException | GeneralSecurityException e) {
      return new Sent.Failed(
          "No secure connection to the syslog server: its certificate or TLS is not accepted");
    } catch (SocketTimeoutException e) {
      return new Sent.Failed("The syslog server did not answer in time");
    } catch (IOException e) {
      return new Sent.Failed("The syslog server refuses connections or breaks them off");
    }
  }

  private Socket connect(SocketAddress address) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(timeoutMillis);
      socket.connect(
          new InetSocketAddress(InetAddress.ofLiteral(address.hostAddress()), address.port()),
          timeoutMillis);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private Socket secured(Socket plain, String host) throws IOException, GeneralSecurityException {
    String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    SSLSocket socket =
        (SSLSocket)
            CertificateAuthority.context(document.certificateAuthority())
                .getSocketFactory()
                .createSocket(plain, name, plain.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static void awaitEnd(InputStream in) throws IOException {
    try {
      byte[] ignored = new byte[1024];
      while (in.read(ignored) >= 0) {
        // Nothing is expected from a syslog server.
      }
    } catch (SocketTimeoutException e) {
      // It keeps the connection open, and has not refused anything.
    }
  }
}
