package dev.gatehouse.auth;

import dev.gatehouse.platform.testing.BackingServices;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/** What auth-service needs around it, with the service as the issuer of its own access tokens. */
public final class AuthFixture implements QuarkusTestResourceLifecycleManager {
  public static final String PASSWORD = "the first password";

  private final BackingServices around = new BackingServices();

  @Override
  public Map<String, String> start() {
    around.init(Map.of("service", "auth", "database", "auth"));
    Map<String, String> config = new HashMap<>(around.start());
    int port = freePort();
    config.put("quarkus.http.test-port", Integer.toString(port));
    config.put("gatehouse.jwks-url", "http://127.0.0.1:" + port + "/oauth/jwks");
    config.put("gatehouse.identity.report-key-use-every", "200ms");
    config.put("gatehouse.bootstrap.password", PASSWORD);
    return config;
  }

  @Override
  public void stop() {
    around.stop();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
