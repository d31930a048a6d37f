package dev.gatehouse.audit.destination;

import dev.gatehouse.audit.destination.DestinationDocument.Kind;
import dev.gatehouse.platform.http.TargetGuard;
import dev.gatehouse.platform.http.TargetVerdict;
import io.vertx.core.net.SocketAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One connection for each batch, to an address that {@link TargetGuard} permits. Syslog knows no
 * acknowledgement; what comes nearest is that the server has taken every byte and closes the
 * connection in its turn. One that keeps it open may have read everything or hang, which looks the
 * same from here; one that ends below TLS, without {@code close_notify}, may have been cut by
 * anybody in between: it has acknowledged nothing, unless its organisation says that it is like
 * that. A connection that is reset has acknowledged nothing in any case.
 */
final class SyslogOutlet implements Outlet {
  private static final String LATE = "The syslog server did not answer in time";
  private static final String BREAKS_OFF = "The syslog server breaks connections off";
  private static final String SILENT =
      "The syslog server does not close the connection when everything was sent to it";
  private static final String CUT =
      "The connection to the syslog server ends without close_notify, and may have been cut";

  private final TargetGuard guard;
  private final DestinationDocument document;
  private final String hostname;
  private final Duration timeout;

  SyslogOutlet(TargetGuard guard, DestinationDocument document, String hostname, Duration timeout) {
    if (document.kind() != Kind.SYSLOG) {
      throw new IllegalArgumentException("not a syslog server");
    }
    this.guard = guard;
    this.document = document;
    this.hostname = hostname;
    this.timeout = timeout;
  }

  @Override
  public Sent send(List<String> records) throws InterruptedException {
    Instant end = Instant.now().plus(timeout);
    try {
      TargetVerdict verdict =
          guard
              .check(asWeb())
              .toCompletionStage()
              .toCompletableFuture()
              .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return switch (verdict) {
        case TargetVerdict.Permitted permitted -> send(messages(records), permitted, end);
        case TargetVerdict.Unresolved _ -> new Sent.Failed(TargetVerdict.Unresolved.MESSAGE);
        case TargetVerdict.Blocked _ -> new Sent.Failed(TargetVerdict.Blocked.MESSAGE);
      };
    } catch (TimeoutException e) {
      return new Sent.Failed(LATE);
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

  private byte[] messages(List<String> records) {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    for (String record : records) {
      SyslogMessage.append(messages, hostname, document.format(), record);
    }
    return messages.toByteArray();
  }

  private Sent send(byte[] messages, TargetVerdict.Permitted permitted, Instant end) {
    try (Socket plain = connect(permitted.addresses(), end)) {
      return send(messages, plain, permitted.uri().getHost(), end);
    } catch (SocketTimeoutException e) {
      return new Sent.Failed(LATE);
    } catch (IOException e) {
      return new Sent.Failed("The syslog server refuses connections");
    }
  }

  private Sent send(byte[] messages, Socket plain, String host, Instant end) {
    Deadline deadline = Deadline.of(plain, Duration.between(Instant.now(), end));
    boolean written = false;
    try (deadline;
        Socket socket = secure() ? secured(plain, host) : plain) {
      socket.getOutputStream().write(messages);
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      written = true;
      awaitEnd(socket.getInputStream());
      return new Sent.Acknowledged();
    } catch (TlsCarrier.CutException e) {
      return written ? withoutAWord(CUT) : new Sent.Failed(BREAKS_OFF);
    } catch (IOException | GeneralSecurityException e) {
      if (deadline.over()) {
        return written ? withoutAWord(SILENT) : new Sent.Failed(LATE);
      }
      return new Sent.Failed(problem(e));
    }
  }

  /** Everything was sent, and nothing tells whether it was read. */
  private Sent withoutAWord(String problem) {
    return document.silenceAcknowledges() ? new Sent.Acknowledged() : new Sent.Failed(problem);
  }

  private static String problem(Exception e) {
    return e instanceof SSLException || e instanceof GeneralSecurityException
        ? "No secure connection to the syslog server: its certificate or TLS is not accepted"
        : BREAKS_OFF;
  }

  /** To the first address that takes it; each has its share of the time that is left. */
  private Socket connect(List<SocketAddress> addresses, Instant end) throws IOException {
    long left = Duration.between(Instant.now(), end).toMillis();
    int share = Math.toIntExact(Math.max(1, left / addresses.size()));
    IOException failure = new ConnectException("no address");
    for (SocketAddress address : addresses) {
      try {
        return connect(address, share);
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private Socket connect(SocketAddress address, int millis) throws IOException {
    Socket socket = secure() ? new TlsCarrier() : new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(InetAddress.ofLiteral(address.hostAddress()), address.port()),
          millis);
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
    byte[] ignored = new byte[1024];
    while (in.read(ignored) >= 0) {
      // Nothing is expected from a syslog server.
    }
  }
}
