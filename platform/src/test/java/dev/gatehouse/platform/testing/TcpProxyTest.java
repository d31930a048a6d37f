package dev.gatehouse.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
  private ServerSocket server;
  private TcpProxy proxy;
  private Socket client;
  private Socket accepted;

  @BeforeEach
  void aConnectionThroughIt() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    proxy = TcpProxy.open();
    proxy.leadTo(server.getLocalPort());
    client = connect();
    accepted = server.accept();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    proxy.close();
    server.close();
  }

  @Test
  void passesWhatIsSentBothWays() throws IOException {
    client.getOutputStream().write(7);
    accepted.getOutputStream().write(8);

    assertThat(accepted.getInputStream().read()).isEqualTo(7);
    assertThat(client.getInputStream().read()).isEqualTo(8);
  }

  @Test
  void whatIsSentWhileItIsSilentComesWhenItPassesAgain() throws IOException {
    proxy.silence();
    client.getOutputStream().write(7);
    accepted.setSoTimeout(200);
    assertThatThrownBy(() -> accepted.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);

    proxy.pass();

    accepted.setSoTimeout(20_000);
    assertThat(accepted.getInputStream().read()).isEqualTo(7);
  }

  @Test
  void cutsConnectionsAndTakesNoneUntilItPassesAgain() throws IOException {
    proxy.cut();

    assertThat(ended(client)).isTrue();
    try (Socket another = connect()) {
      assertThat(ended(another)).isTrue();
    }
    proxy.pass();
    try (Socket third = connect()) {
      third.getOutputStream().write(9);
      assertThat(server.accept().getInputStream().read()).isEqualTo(9);
    }
  }

  @Test
  void connectionsThatItLosesStaySilentOnBothSidesWhileNewOnesPass() throws IOException {
    proxy.lose();

    client.getOutputStream().write(7);
    client.close();
    accepted.setSoTimeout(200);
    assertThatThrownBy(() -> accepted.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    try (Socket another = connect()) {
      another.getOutputStream().write(9);
      assertThat(server.accept().getInputStream().read()).isEqualTo(9);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static boolean ended(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
