package dev.gatehouse.platform.testing;

import dev.gatehouse.backing.kafka.KafkaTopic;
import dev.gatehouse.backing.postgres.PostgresDatabase;
import dev.gatehouse.backing.vault.VaultAdmin;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * PostgreSQL, Kafka and a vault around a service under test: inside this JVM, or with {@code
 * -Dcontainers} as images of the real things.
 */
interface Surroundings extends AutoCloseable {

  /**
   * @param kafkaProxy port of a proxy before Kafka, 0 for none
   */
  static Surroundings start(boolean withPostgres, int kafkaProxy) throws IOException {
    return System.getProperty("containers") == null
        ? EmbeddedSurroundings.start(withPostgres, kafkaProxy)
        : ContainerSurroundings.start(withPostgres, kafkaProxy);
  }

  /** The value of {@code bootstrap.servers}. */
  String bootstrapServers();

  /** Where a proxy before Kafka has to lead; 0 without one. */
  int kafkaBehindProxy();

  void ensure(List<KafkaTopic> topics) throws IOException;

  VaultAdmin vault();

  void sealVault() throws IOException;

  void unsealVault() throws IOException;

  /** JDBC address of a database, without user and password. */
  String jdbcUrl(String database);

  /** Password of the role {@code postgres}. */
  String superuserPassword();

  void ensure(PostgresDatabase database) throws SQLException;

  @Override
  void close();
}
