package dev.gatehouse.registry;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.backing.vault.LocalVault;
import dev.gatehouse.backing.vault.VaultSettings;
import dev.gatehouse.platform.testing.BackingServices;
import dev.gatehouse.platform.vault.VaultPolicies;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/** What registry-service needs around it, with a vault that can be sealed by an HTTP request. */
public final class RegistryFixture implements QuarkusTestResourceLifecycleManager {
  private final BackingServices around = new BackingServices();
  private LocalVault vault;
  private HttpServer sealSwitch;

  @Override
  public Map<String, String> start() {
    around.init(Map.of("service", "registry", "database", "registry"));
    Map<String, String> config = new HashMap<>(around.start());
    try {
      vault =
          LocalVault.start(
              VaultSettings.forTests(Files.createTempDirectory("gatehouse-test-vault")));
      vault.admin().enableKv("gatehouse");
      vault.admin().writePolicy("registry", VaultPolicies.of("registry"));
      config.put("gatehouse.vault.url", vault.url());
      config.put("gatehouse.vault.token", vault.admin().createToken("registry"));
      config.put("gatehouse.test.vault-root-token", vault.rootToken());
      config.put("gatehouse.test.vault-switch", startSwitch());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return config;
  }

  private String startSwitch() throws IOException {
    sealSwitch = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sealSwitch.createContext(
        "/",
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/seal")) {
            vault.seal();
          } else {
            vault.unseal();
          }
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    sealSwitch.start();
    return "http://127.0.0.1:" + sealSwitch.getAddress().getPort();
  }

  @Override
  public void stop() {
    if (sealSwitch != null) {
      sealSwitch.stop(0);
    }
    if (vault != null) {
      vault.close();
    }
    around.stop();
  }
}
