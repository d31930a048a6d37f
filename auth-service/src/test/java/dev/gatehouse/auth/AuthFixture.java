package dev.gatehouse.auth;

import dev.gatehouse.backing.FreePorts;
import dev.gatehouse.platform.testing.BackingServices;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What auth-service needs around it, with the service as the issuer of its own access tokens. */
public final class AuthFixture implements QuarkusTestResourceLifecycleManager {
  public static final String PASSWORD = "the first password";

  private static final String KEYCLOAK_PORT = "gatehouse.test.keycloak.port";

  private final BackingServices around = new BackingServices();
  private Map<String, String> arguments = Map.of();

  /**
   * @param initArgs {@code authorization-server=keycloak}: its tokens are taken instead of our own
   */
  @Override
  public void init(Map<String, String> initArgs) {
    arguments = initArgs;
  }

  @Override
  public Map<String, String> start() {
    around.init(Map.of("service", "auth", "database", "auth"));
    Map<String, String> config = new HashMap<>(around.start());
    int port = FreePorts.draw();
    config.put("quarkus.http.test-port", Integer.toString(port));
    config.put("gatehouse.jwks-url", "http://127.0.0.1:" + port + "/oauth/jwks");
    config.put("gatehouse.identity.report-key-use-every", "200ms");
    config.put("gatehouse.client-documents.failed-for", "3s");
    config.put("gatehouse.endpoints.awaited", "1s");
    try (Endpoints endpoints = new Endpoints(config.get("kafka.bootstrap.servers"))) {
      endpoints.add("default", "demo");
      endpoints.add("default", "other");
    }
    config.put("gatehouse.bootstrap.password", PASSWORD);
    for (String name : List.of("fake", "closed", "rotating", "liar", "slow", "away")) {
      provider(config, name);
    }
    config.put("gatehouse.sign-in.providers.closed.open-to-all", "false");
    provider(config, "keycloak");
    String realm = "http://127.0.0.1:" + keycloakPort() + "/realms/gatehouse";
    config.put("gatehouse.sign-in.providers.keycloak.issuer", realm);
    config.put("gatehouse.sign-in.providers.keycloak.scope", "openid");
    if ("keycloak".equals(arguments.get("authorization-server"))) {
      takeTokensOf(config, realm);
    }
    return config;
  }

  private static void takeTokensOf(Map<String, String> config, String realm) {
    String prefix = "gatehouse.authorization-server.";
    config.put("gatehouse.jwks-url", realm + "/protocol/openid-connect/certs");
    config.put(prefix + "issuer", realm);
    config.put(prefix + "signature-algorithm", "RS256");
    config.put(prefix + "token-type", "JWT");
    config.put(prefix + "audience", "gatehouse-api");
    config.put(prefix + "organisation-claim", "organization");
    config.put(prefix + "role-claim", "realm_access.roles");
    config.put(prefix + "role-values.admin", "gatehouse-admin");
  }

  /** The same for all tests of a run, whichever application is started for them. */
  private static int keycloakPort() {
    if (System.getProperty(KEYCLOAK_PORT) == null) {
      System.setProperty(KEYCLOAK_PORT, Integer.toString(FreePorts.draw()));
    }
    return Integer.getInteger(KEYCLOAK_PORT);
  }

  /** Somewhere that a test may start its fake provider, and nothing answers otherwise. */
  private static void provider(Map<String, String> config, String name) {
    String prefix = "gatehouse.sign-in.providers." + name + ".";
    config.put(
        prefix + "label", name.substring(0, 1).toUpperCase() + name.substring(1) + " provider");
    config.put(prefix + "issuer", "http://127.0.0.1:" + FreePorts.draw());
    config.put(prefix + "client-id", "gatehouse");
    config.put(prefix + "client-secret", "the secret of the client, long enough");
    config.put(prefix + "open-to-all", "true");
  }

  @Override
  public void stop() {
    around.stop();
  }
}
