package dev.gatehouse.launcher.suite;

import dev.gatehouse.backing.kafka.KafkaServer;
import dev.gatehouse.backing.kafka.KafkaSettings;
import dev.gatehouse.backing.kafka.KafkaTopic;
import dev.gatehouse.backing.postgres.PostgresServer;
import dev.gatehouse.backing.postgres.PostgresSettings;
import dev.gatehouse.backing.vault.LocalVault;
import dev.gatehouse.backing.vault.VaultSettings;
import dev.gatehouse.launcher.Failure;
import dev.gatehouse.launcher.data.DataFolder;
import dev.gatehouse.launcher.data.Secrets;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.vault.VaultPolicies;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What the services stand on: PostgreSQL, Kafka and the vault, with all that is in them. */
final class Backing implements AutoCloseable {

  private static final int PARTITIONS = 3;

  private final ServiceEnvironment environment;
  private final Secrets secrets;
  private volatile @Nullable PostgresServer postgres;
  private volatile @Nullable KafkaServer kafka;
  private volatile @Nullable LocalVault vault;

  Backing(ServiceEnvironment environment) {
    this.environment = environment;
    this.secrets = environment.secrets();
  }

  /** Settings of the PostgreSQL server of a folder. */
  static PostgresSettings postgres(DataFolder folder, int port, Secrets secrets) {
    return PostgresSettings.durable(folder.postgres(), port, secrets.get("postgres"));
  }

  /** Starts all three at the same time. Whatever was started is closed by {@link #close}. */
  void start(Progress progress) {
    Together.run(
        List.<Callable<@Nullable Void>>of(
            () -> startPostgres(progress), () -> startKafka(progress), () -> startVault(progress)));
  }

  private @Nullable Void startPostgres(Progress progress) throws IOException, SQLException {
    int port = environment.ports().get("postgres");
    var server = PostgresServer.start(postgres(environment.folder(), port, secrets));
    postgres = server;
    for (Service service : Service.values()) {
      if (service.database().isPresent()) {
        server.ensure(ServiceEnvironment.database(service.database().get(), secrets));
      }
    }
    progress.step(server.adopted() ? "PostgreSQL was running and is kept" : "PostgreSQL is ready");
    return null;
  }

  private @Nullable Void startKafka(Progress progress) throws IOException {
    int port = environment.ports().get("kafka");
    var broker = KafkaServer.start(new KafkaSettings(environment.folder().kafka(), port));
    kafka = broker;
    broker.ensure(
        Topics.all().stream()
            .map(topic -> new KafkaTopic(topic.name(), PARTITIONS, topic.config()))
            .toList());
    progress.step("Kafka is ready");
    return null;
  }

  private @Nullable Void startVault(Progress progress) throws IOException {
    int port = environment.ports().get("vault");
    var local =
        LocalVault.start(new VaultSettings(environment.folder().vault(), port, rootToken(), true));
    vault = local;
    var admin = local.admin();
    admin.enableKv("gatehouse");
    admin.enableTransit("transit");
    for (Service service : Service.values()) {
      admin.writePolicy(service.id(), VaultPolicies.of(service.id()));
      admin.ensureToken(environment.vaultToken(service), List.of(service.id()));
    }
    progress.step("The vault is ready");
    return null;
  }

  private String rootToken() {
    return secrets.get("vault.root");
  }

  PostgresServer postgres() {
    return started(postgres);
  }

  KafkaServer kafka() {
    return started(kafka);
  }

  LocalVault vault() {
    return started(vault);
  }

  private static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("not started");
    }
    return part;
  }

  /** Stops what was started, PostgreSQL last. */
  @Override
  public void close() {
    var openVault = vault;
    if (openVault != null) {
      openVault.close();
    }
    var openKafka = kafka;
    if (openKafka != null) {
      openKafka.close();
    }
    try {
      var openPostgres = postgres;
      if (openPostgres != null) {
        openPostgres.close();
      }
      stopPostgres(environment.folder(), secrets);
    } catch (IOException e) {
      throw Failure.of(e);
    }
  }

  /** Stops the PostgreSQL of a folder, whoever started it. */
  static void stopPostgres(DataFolder folder, Secrets secrets) throws IOException {
    var running = PostgresServer.find(postgres(folder, 0, secrets));
    if (running.isPresent()) {
      running.get().close();
    }
  }
}
