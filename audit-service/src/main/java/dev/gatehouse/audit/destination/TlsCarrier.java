package dev.gatehouse.audit.destination;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;

/**
 * The connection below TLS, whose end is an error: TLS ends with {@code close_notify} (RFC 8446,
 * section 6.1), and TCP is ended by anybody in between. The JDK's TLS takes the one for the other,
 * unless the whole JVM is told not to; from here it gets no end to take.
 */
final class TlsCarrier extends Socket {
  /** It has ended before TLS has. TLS passes on what is of a socket as it is. */
  static final class CutException extends SocketException {
    private static final long serialVersionUID = 1L;

    CutException() {
      super("ended without close_notify");
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        return requireMore(super.read());
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        return requireMore(super.read(into, from, length));
      }
    };
  }

  private static int requireMore(int read) throws CutException {
    if (read < 0) {
      throw new CutException();
    }
    return read;
  }
}
