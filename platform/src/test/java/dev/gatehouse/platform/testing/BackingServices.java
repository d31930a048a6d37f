package dev.gatehouse.platform.testing;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.backing.kafka.KafkaServer;
import dev.gatehouse.backing.kafka.KafkaSettings;
import dev.gatehouse.backing.kafka.KafkaTopic;
import dev.gatehouse.backing.postgres.PostgresDatabase;
import dev.gatehouse.backing.postgres.PostgresServer;
import dev.gatehouse.backing.postgres.PostgresSettings;
import dev.gatehouse.platform.event.Topics;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Starts what a service needs around it: PostgreSQL with its database and two roles, Kafka with all
 * topics, keys. Use it on a {@code @QuarkusTest} as
 *
 * <pre>{@code
 * @WithTestResource(value = BackingServices.class,
 *     initArgs = {@ResourceArg(name = "service", value = "audit"),
 *                 @ResourceArg(name = "database", value = "audit")})
 * }</pre>
 */
public final class BackingServices implements QuarkusTestResourceLifecycleManager {
  private static final String ORIGIN = "http://localhost:8080";

  private Map<String, String> arguments = Map.of();
  private PostgresServer postgres;
  private KafkaServer kafka;
  private HttpServer jwks;

  @Override
  public void init(Map<String, String> initArgs) {
    arguments = initArgs;
  }

  @Override
  public Map<String, String> start() {
    try {
      Path directory = Files.createTempDirectory("gatehouse-test");
      Map<String, String> config = new HashMap<>();
      startKafka(directory, config);
      if (arguments.containsKey("database")) {
        startPostgres(directory, arguments.get("database"), config);
      }
      startKeys(directory, config);
      config.put("gatehouse.origin", ORIGIN);
      config.put("gatehouse.run-mode", "local");
      config.put("gatehouse.vault.url", "http://127.0.0.1:1");
      config.put("gatehouse.vault.token", "none");
      config.put("gatehouse.egress.allowed-private-targets", "127.0.0.1/32,::1/128");
      return config;
    } catch (IOException | SQLException e) {
      throw new IllegalStateException("the services around the test do not start", e);
    }
  }

  private void startKafka(Path directory, Map<String, String> config) throws IOException {
    kafka = KafkaServer.start(new KafkaSettings(directory.resolve("kafka"), 0));
    kafka.ensure(
        Topics.all().stream()
            .map(topic -> new KafkaTopic(topic.name(), 2, topic.config()))
            .toList());
    config.put("kafka.bootstrap.servers", kafka.bootstrapServers());
  }

  private void startPostgres(Path directory, String name, Map<String, String> config)
      throws IOException, SQLException {
    postgres = PostgresServer.start(PostgresSettings.forTests(directory.resolve("postgres")));
    PostgresDatabase database =
        new PostgresDatabase(name, name + "_owner", "owner-secret", name, "application-secret");
    postgres.ensure(database);
    config.put("quarkus.datasource.jdbc.url", postgres.jdbcUrl(name));
    config.put("quarkus.datasource.username", database.user());
    config.put("quarkus.datasource.password", database.password());
    config.put("quarkus.flyway.username", database.owner());
    config.put("quarkus.flyway.password", database.ownerPassword());
    config.put("gatehouse.test.superuser-password", postgres.password());
  }

  private void startKeys(Path directory, Map<String, String> config) throws IOException {
    TestKeys keys = TestKeys.generate(Files.createDirectories(directory.resolve("keys")));
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
    config.put(
        "gatehouse.assertion.key-file",
        keys.keyFile(arguments.getOrDefault("service", "launcher")).toString());
    config.put("gatehouse.assertion.trusted-keys-file", keys.trustedKeysFile().toString());
  }

  @Override
  public void stop() {
    try {
      if (jwks != null) {
        jwks.stop(0);
      }
      if (kafka != null) {
        kafka.close();
      }
      if (postgres != null) {
        postgres.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
