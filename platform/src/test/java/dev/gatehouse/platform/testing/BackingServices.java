package dev.gatehouse.platform.testing;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.backing.kafka.KafkaTopic;
import dev.gatehouse.backing.postgres.PostgresDatabase;
import dev.gatehouse.backing.vault.VaultAdmin;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.vault.VaultPolicies;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Starts what a service needs around it: PostgreSQL with its database and two roles, Kafka with all
 * topics, a vault with the service's own policy, keys; in this JVM, or in containers with {@code
 * -Dcontainers}. Use it on a {@code @QuarkusTest} as
 *
 * <pre>{@code
 * @WithTestResource(value = BackingServices.class,
 *     initArgs = {@ResourceArg(name = "service", value = "audit"),
 *                 @ResourceArg(name = "database", value = "audit")})
 * }</pre>
 *
 * Without {@code database} there is no PostgreSQL. A test finds the vault's address and root token
 * as {@code gatehouse.vault.url} and {@code gatehouse.test.vault-root-token}, and seals it through
 * {@link TestVault}. With {@code kafka-proxy} and {@code database-proxy} the service reaches Kafka
 * and PostgreSQL through a proxy, which {@link TestNetwork} cuts and silences.
 */
public final class BackingServices implements QuarkusTestResourceLifecycleManager {
  private static final String ORIGIN = "http://localhost:8080";

  private Map<String, String> arguments = Map.of();
  private Surroundings backing;
  private HttpServer jwks;
  private HttpServer switches;

  /** By what they stand before, as {@link TestNetwork} names it. */
  private final Map<String, TcpProxy> proxies = new HashMap<>();

  private Path keyFolder;

  @Override
  public void init(Map<String, String> initArgs) {
    arguments = initArgs;
  }

  @Override
  public Map<String, String> start() {
    try {
      String database = arguments.get("database");
      if (arguments.containsKey("kafka-proxy")) {
        proxies.put("kafka", TcpProxy.open());
      }
      if (arguments.containsKey("database-proxy")) {
        proxies.put("postgres", TcpProxy.open());
      }
      TcpProxy kafkaProxy = proxies.get("kafka");
      backing = Surroundings.start(database != null, kafkaProxy == null ? 0 : kafkaProxy.port());
      Map<String, String> config = new HashMap<>();
      setUpKafka(config);
      setUpVault(config);
      setUpKeys(config);
      if (database != null) {
        setUpPostgres(database, config);
      }
      config.put("gatehouse.origin", ORIGIN);
      config.put("gatehouse.run-mode", "local");
      config.put("gatehouse.egress.allowed-private-targets", "127.0.0.1/32,::1/128");
      return config;
    } catch (IOException | SQLException e) {
      throw new IllegalStateException("the services around the test do not start", e);
    }
  }

  private String service() {
    return arguments.getOrDefault("service", "launcher");
  }

  private void setUpKafka(Map<String, String> config) throws IOException {
    backing.ensure(
        Topics.all().stream()
            .map(topic -> new KafkaTopic(topic.name(), 2, topic.config()))
            .toList());
    config.put("gatehouse.test.kafka", backing.bootstrapServers());
    config.put("kafka.bootstrap.servers", backing.bootstrapServers());
    TcpProxy kafkaProxy = proxies.get("kafka");
    if (kafkaProxy != null) {
      kafkaProxy.leadTo(backing.kafkaBehindProxy());
      config.put("kafka.bootstrap.servers", "127.0.0.1:" + kafkaProxy.port());
    }
  }

  private void setUpVault(Map<String, String> config) throws IOException {
    VaultAdmin admin = backing.vault();
    admin.enableKv("gatehouse");
    admin.enableTransit("transit");
    for (String service : VaultPolicies.SERVICES) {
      admin.writePolicy(service, VaultPolicies.of(service));
    }
    config.put("gatehouse.vault.url", admin.url());
    config.put("gatehouse.vault.token", admin.createToken(service()));
    config.put("gatehouse.test.vault-root-token", admin.token());
    config.put("gatehouse.test.switches", startSwitches());
  }

  /** Tests run in another class loader than this: they seal the vault by an HTTP request. */
  private String startSwitches() throws IOException {
    switches = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    switches.createContext(
        "/",
        exchange -> {
          turn(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    switches.start();
    return "http://127.0.0.1:" + switches.getAddress().getPort();
  }

  private void turn(String path) throws IOException {
    switch (path) {
      case "/vault/seal" -> backing.sealVault();
      case "/vault/unseal" -> backing.unsealVault();
      default -> turnNetwork(path);
    }
  }

  private void turnNetwork(String path) throws IOException {
    String[] names = path.split("/");
    TcpProxy proxy = proxies.get(names[1]);
    if (proxy == null) {
      throw new IOException("no proxy for " + path);
    }
    switch (names[2]) {
      case "cut" -> proxy.cut();
      case "silence" -> proxy.silence();
      case "lose" -> proxy.lose();
      case "pass" -> proxy.pass();
      default -> throw new IOException("no such switch: " + path);
    }
  }

  private void setUpPostgres(String name, Map<String, String> config)
      throws IOException, SQLException {
    PostgresDatabase database =
        new PostgresDatabase(name, name + "_owner", "owner-secret", name, "application-secret");
    backing.ensure(database);
    config.put("gatehouse.test.postgres", backing.jdbcUrl(name));
    config.put("quarkus.datasource.jdbc.url", behindProxy(backing.jdbcUrl(name)));
    config.put("quarkus.datasource.username", database.user());
    config.put("quarkus.datasource.password", database.password());
    config.put("quarkus.flyway.username", database.owner());
    config.put("quarkus.flyway.password", database.ownerPassword());
    config.put("gatehouse.test.superuser-password", backing.superuserPassword());
  }

  private String behindProxy(String jdbcUrl) {
    TcpProxy proxy = proxies.get("postgres");
    if (proxy == null) {
      return jdbcUrl;
    }
    URI server = URI.create(jdbcUrl.substring("jdbc:".length()));
    proxy.leadTo(server.getPort());
    return "jdbc:postgresql://127.0.0.1:%d%s".formatted(proxy.port(), server.getPath());
  }

  private void setUpKeys(Map<String, String> config) throws IOException {
    keyFolder = Files.createTempDirectory("gatehouse-keys");
    TestKeys keys = TestKeys.generate(keyFolder);
    byte[] document = keys.accessTokenJwks().getBytes(StandardCharsets.UTF_8);
    jwks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    jwks.createContext(
        "/jwks",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, document.length);
          exchange.getResponseBody().write(document);
          exchange.close();
        });
    jwks.start();
    config.put("gatehouse.jwks-url", "http://127.0.0.1:" + jwks.getAddress().getPort() + "/jwks");
    config.put("gatehouse.assertion.key-file", keys.keyFile(service()).toString());
    config.put("gatehouse.assertion.trusted-keys-file", keys.trustedKeysFile().toString());
  }

  @Override
  public void stop() {
    if (switches != null) {
      switches.stop(0);
    }
    if (jwks != null) {
      jwks.stop(0);
    }
    if (backing != null) {
      backing.close();
    }
    proxies.values().forEach(TcpProxy::close);
    if (keyFolder != null) {
      deleteKeys();
    }
  }

  private void deleteKeys() {
    try (Stream<Path> files = Files.walk(keyFolder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
