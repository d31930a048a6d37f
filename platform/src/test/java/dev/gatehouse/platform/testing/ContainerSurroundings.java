package dev.gatehouse.platform.testing;

import dev.gatehouse.backing.kafka.KafkaTopic;
import dev.gatehouse.backing.kafka.TopicSetup;
import dev.gatehouse.backing.postgres.PostgresDatabase;
import dev.gatehouse.backing.vault.VaultAdmin;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Images of PostgreSQL, Kafka and OpenBao, started side by side by Testcontainers. */
record ContainerSurroundings(
    @Nullable PostgreSQLContainer postgres, KafkaContainer kafka, OpenBaoContainer vaultServer)
    implements Surroundings {
  private static final String POSTGRES_IMAGE = "postgres:18.1";
  private static final String KAFKA_IMAGE = "apache/kafka:4.1.1";
  private static final String SUPERUSER = "postgres";

  /** In the container, for those who reach Kafka through a proxy. */
  private static final int BEHIND_PROXY = 19092;

  static Surroundings start(boolean withPostgres, int kafkaProxy) throws IOException {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new IOException(
          "-Dcontainers needs a container runtime and none answers. Start one, set DOCKER_HOST, or"
              + " leave -Dcontainers out: the tests then run with parts inside the JVM.");
    }
    var started =
        new ContainerSurroundings(
            withPostgres
                ? new PostgreSQLContainer(POSTGRES_IMAGE)
                    .withUsername(SUPERUSER)
                    .withCommand("postgres", "-c", "max_connections=150", "-c", "fsync=off")
                : null,
            kafka(kafkaProxy),
            new OpenBaoContainer());
    Startables.deepStart(
            Stream.of(started.postgres, started.kafka, started.vaultServer)
                .filter(container -> container != null))
        .join();
    return started;
  }

  private static KafkaContainer kafka(int proxy) {
    KafkaContainer kafka =
        new KafkaContainer(KAFKA_IMAGE).withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
    if (proxy != 0) {
      kafka.addExposedPort(BEHIND_PROXY);
      kafka.withListener("0.0.0.0:" + BEHIND_PROXY, () -> "127.0.0.1:" + proxy);
    }
    return kafka;
  }

  @Override
  public String bootstrapServers() {
    return kafka.getBootstrapServers();
  }

  @Override
  public int kafkaBehindProxy() {
    return kafka.getExposedPorts().contains(BEHIND_PROXY) ? kafka.getMappedPort(BEHIND_PROXY) : 0;
  }

  @Override
  public void ensure(List<KafkaTopic> topics) throws IOException {
    Map<String, Object> config =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    try (Admin admin = Admin.create(config)) {
      new TopicSetup(admin).ensure(topics);
    } catch (ExecutionException e) {
      throw new IOException("Kafka refused a topic: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while creating topics", e);
    }
  }

  @Override
  public VaultAdmin vault() {
    return vaultServer.admin();
  }

  @Override
  public void sealVault() throws IOException {
    vaultServer.seal();
  }

  @Override
  public void unsealVault() throws IOException {
    vaultServer.unseal();
  }

  @Override
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://%s:%d/%s"
        .formatted(
            server().getHost(),
            server().getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
            database);
  }

  @Override
  public String superuserPassword() {
    return server().getPassword();
  }

  @Override
  public void ensure(PostgresDatabase database) throws SQLException {
    try (var connection =
        DriverManager.getConnection(jdbcUrl(SUPERUSER), SUPERUSER, superuserPassword())) {
      database.ensureBy(connection);
    }
  }

  private PostgreSQLContainer server() {
    if (postgres == null) {
      throw new IllegalStateException("PostgreSQL was not started");
    }
    return postgres;
  }

  @Override
  public void close() {
    if (postgres != null) {
      postgres.stop();
    }
    kafka.stop();
    vaultServer.stop();
  }
}
