package dev.gatehouse.backing;

import dev.gatehouse.backing.kafka.KafkaServer;
import dev.gatehouse.backing.kafka.KafkaSettings;
import dev.gatehouse.backing.postgres.PostgresServer;
import dev.gatehouse.backing.postgres.PostgresSettings;
import dev.gatehouse.backing.vault.LocalVault;
import dev.gatehouse.backing.vault.VaultSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL, Kafka and a vault for tests: started at the same time, on free ports, in a temporary
 * folder, with nothing flushed to the disk. They end with {@link #close} or with the JVM, and take
 * the folder with them.
 *
 * <pre>{@code
 * var backing = BackingServices.start(Part.POSTGRES, Part.KAFKA);
 * backing.postgres().ensure(new PostgresDatabase("orders", "orders_owner", "a", "orders", "b"));
 * backing.kafka().ensure(List.of(new KafkaTopic("events", 1, Map.of())));
 * }</pre>
 */
public final class BackingServices implements AutoCloseable {

  /** What can be started. */
  public enum Part {
    POSTGRES,
    KAFKA,
    VAULT
  }

  private final Path directory;
  private final @Nullable PostgresServer postgres;
  private final @Nullable KafkaServer kafka;
  private final @Nullable LocalVault vault;
  private final Thread atExit = new Thread(this::stop, "backing-services-stop");

  private BackingServices(
      Path directory,
      @Nullable PostgresServer postgres,
      @Nullable KafkaServer kafka,
      @Nullable LocalVault vault) {
    this.directory = directory;
    this.postgres = postgres;
    this.kafka = kafka;
    this.vault = vault;
  }

  /**
   * Starts what is asked for, or all three, and returns when they answer.
   *
   * @throws IOException if one of them does not start; none is left running then
   */
  public static BackingServices start(Part... parts) throws IOException {
    return start(0, parts);
  }

  /**
   * The same with a proxy before Kafka.
   *
   * @param kafkaProxy its port; see {@link KafkaSettings#proxyPort}
   */
  public static BackingServices start(int kafkaProxy, Part... parts) throws IOException {
    Set<Part> wanted = EnumSet.noneOf(Part.class);
    wanted.addAll(parts.length == 0 ? EnumSet.allOf(Part.class) : Set.of(parts));
    var directory = Files.createTempDirectory("backing-services-");
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
      var postgres =
          submit(
              threads,
              wanted.contains(Part.POSTGRES),
              () -> PostgresServer.start(PostgresSettings.forTests(directory.resolve("postgres"))));
      var kafka =
          submit(
              threads,
              wanted.contains(Part.KAFKA),
              () ->
                  KafkaServer.start(new KafkaSettings(directory.resolve("kafka"), 0, kafkaProxy)));
      var vault =
          submit(
              threads,
              wanted.contains(Part.VAULT),
              () -> LocalVault.start(VaultSettings.forTests(directory.resolve("vault"))));
      threads.close();
      var started =
          new BackingServices(directory, resultOf(postgres), resultOf(kafka), resultOf(vault));
      var failure = failureOf(postgres, kafka, vault);
      if (failure != null) {
        started.stop();
        throw new IOException("a backing service did not start: " + failure.getMessage(), failure);
      }
      Runtime.getRuntime().addShutdownHook(started.atExit);
      return started;
    }
  }

  private static <T> Future<@Nullable T> submit(
      ExecutorService threads, boolean wanted, Callable<@Nullable T> start) {
    return threads.submit(wanted ? start : () -> null);
  }

  private static <T> @Nullable T resultOf(Future<@Nullable T> future) {
    return future.state() == Future.State.SUCCESS ? future.resultNow() : null;
  }

  private static @Nullable Throwable failureOf(Future<?>... futures) {
    for (var future : futures) {
      if (future.state() == Future.State.FAILED) {
        return future.exceptionNow();
      }
    }
    return null;
  }

  /** The PostgreSQL server, if it was asked for. */
  public PostgresServer postgres() {
    return present(postgres, Part.POSTGRES);
  }

  /** The Kafka broker, if it was asked for. */
  public KafkaServer kafka() {
    return present(kafka, Part.KAFKA);
  }

  /** The vault, if it was asked for. */
  public LocalVault vault() {
    return present(vault, Part.VAULT);
  }

  private static <T> T present(@Nullable T service, Part part) {
    if (service == null) {
      throw new IllegalStateException(part + " was not started");
    }
    return service;
  }

  /** Stops everything and deletes its data. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    stop();
  }

  private void stop() {
    if (vault != null) {
      vault.close();
    }
    if (kafka != null) {
      kafka.close();
    }
    try {
      if (postgres != null) {
        postgres.close();
      }
      try (var files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException e) {
      // A temporary folder that stays behind harms nobody.
    }
  }
}
