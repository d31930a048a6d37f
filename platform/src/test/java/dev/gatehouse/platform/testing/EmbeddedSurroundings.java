package dev.gatehouse.platform.testing;

import dev.gatehouse.backing.BackingServices;
import dev.gatehouse.backing.BackingServices.Part;
import dev.gatehouse.backing.kafka.KafkaTopic;
import dev.gatehouse.backing.postgres.PostgresDatabase;
import dev.gatehouse.backing.vault.VaultAdmin;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** What a local run has as well: no container runtime is needed. */
record EmbeddedSurroundings(BackingServices backing) implements Surroundings {

  static Surroundings start(boolean withPostgres, int kafkaProxy) throws IOException {
    return new EmbeddedSurroundings(
        withPostgres
            ? BackingServices.start(kafkaProxy)
            : BackingServices.start(kafkaProxy, Part.KAFKA, Part.VAULT));
  }

  @Override
  public String bootstrapServers() {
    return backing.kafka().bootstrapServers();
  }

  @Override
  public int kafkaBehindProxy() {
    return backing.kafka().portBehindProxy();
  }

  @Override
  public void ensure(List<KafkaTopic> topics) throws IOException {
    backing.kafka().ensure(topics);
  }

  @Override
  public VaultAdmin vault() {
    return backing.vault().admin();
  }

  @Override
  public void sealVault() {
    backing.vault().seal();
  }

  @Override
  public void unsealVault() {
    backing.vault().unseal();
  }

  @Override
  public String jdbcUrl(String database) {
    return backing.postgres().jdbcUrl(database);
  }

  @Override
  public String superuserPassword() {
    return backing.postgres().password();
  }

  @Override
  public void ensure(PostgresDatabase database) throws SQLException {
    backing.postgres().ensure(database);
  }

  @Override
  public void close() {
    backing.close();
  }
}
