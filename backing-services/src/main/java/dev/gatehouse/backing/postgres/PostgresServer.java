package dev.gatehouse.backing.postgres;

import dev.gatehouse.backing.FreePorts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server that listens on the loopback address and keeps its data in a folder.
 *
 * <p>The server is a process of its own and outlives a parent that is killed. {@link #start} on the
 * same folder then adopts it instead of starting a second one. Connections need the password of
 * {@link PostgresSettings}; nothing is trusted by address.
 *
 * <p>The whole life of a server belongs to one caller: {@link #start} and {@link #close} must not
 * run at the same time for one folder, in this or in another process.
 */
public final class PostgresServer implements AutoCloseable {

  /** Name of the superuser. */
  public static final String SUPERUSER = "postgres";

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Map<String, String> MEMORY =
      Map.of("max_connections", "150", "work_mem", "4MB");

  /**
   * For real data. Records of the audit trail go to thousands of places of its indexes at once:
   * what does not fit is read and written again for each. A checkpoint after each half gigabyte, as
   * it is by default, has those places logged whole so often that it is most of the log. A file of
   * a new log is not filled first: that is the log written twice, until there are old ones to use.
   */
  private static final Map<String, String> ROOM =
      Map.of("shared_buffers", "256MB", "max_wal_size", "4GB", "wal_init_zero", "off");

  private static final Map<String, String> NO_ROOM = Map.of("shared_buffers", "48MB");

  private final PostgresSettings settings;
  private final Postmaster postmaster;
  private final @Nullable EmbeddedPostgres launched;

  private PostgresServer(
      PostgresSettings settings, Postmaster postmaster, @Nullable EmbeddedPostgres launched) {
    this.settings = settings;
    this.postmaster = postmaster;
    this.launched = launched;
  }

  /**
   * Starts the server of a folder, or adopts the one that still runs on it. Returns when it answers
   * queries.
   *
   * @throws IOException if the folder cannot be written or the server does not come up; the message
   *     ends with the last lines of its log
   */
  public static PostgresServer start(PostgresSettings settings) throws IOException {
    var running = find(settings);
    if (running.isPresent()) {
      if (running.get().answers()) {
        return running.get();
      }
      running.get().close();
    }
    FirstStart.discardUnfinished(settings.directory());
    Files.createDirectories(settings.directory());
    refusePortInUse(settings);
    EmbeddedPostgres launched;
    try {
      launched = launch(settings);
    } catch (RuntimeException | IOException e) {
      Postmaster.runningOn(data(settings)).ifPresent(Postmaster::stop);
      throw new IOException(
          "PostgreSQL did not start: " + e.getMessage() + ServerLog.tail(log(settings)), e);
    }
    var started =
        Postmaster.runningOn(data(settings))
            .orElseThrow(() -> new IOException("PostgreSQL ended right after its start"));
    var server = new PostgresServer(settings, started, launched);
    server.requirePasswords();
    FirstStart.markFinished(settings.directory());
    return server;
  }

  /** Asked first, because a server that cannot bind is noticed only after the whole start limit. */
  private static void refusePortInUse(PostgresSettings settings) throws IOException {
    if (settings.port() == 0) {
      return;
    }
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()));
    } catch (BindException e) {
      throw new IOException("PostgreSQL did not start: port " + settings.port() + " is in use", e);
    }
  }

  /**
   * The server that runs on a folder, whoever started it, as it is: it may not answer.
   *
   * @throws IOException if the folder cannot be read
   */
  public static Optional<PostgresServer> find(PostgresSettings settings) throws IOException {
    return Postmaster.runningOn(data(settings))
        .map(postmaster -> new PostgresServer(settings, postmaster, null));
  }

  private static EmbeddedPostgres launch(PostgresSettings settings) throws IOException {
    // Held for the life of a JVM whose server may be long gone; no server runs here, that is known.
    Files.deleteIfExists(data(settings).resolve("epg-lock"));
    var builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data(settings))
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(!settings.durable())
            .setOverrideWorkingDirectory(settings.binaries().toFile())
            .setPGStartupWait(START_LIMIT)
            .setPort(settings.port() == 0 ? FreePorts.draw() : settings.port())
            .setConnectConfig("password", settings.password())
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("unix_socket_directories", "")
            .setServerConfig("fsync", onOff(settings.durable()))
            .setServerConfig("synchronous_commit", onOff(settings.durable()))
            .setServerConfig("full_page_writes", onOff(settings.durable()))
            .setErrorRedirector(Redirect.appendTo(log(settings).toFile()))
            .setOutputRedirector(Redirect.appendTo(log(settings).toFile()));
    MEMORY.forEach(builder::setServerConfig);
    (settings.durable() ? ROOM : NO_ROOM).forEach(builder::setServerConfig);
    return builder.start();
  }

  /** initdb trusts the loopback address; that ends here, on the first start of a folder. */
  private void requirePasswords() throws IOException {
    var access = new AccessRules(data(settings));
    if (access.passwordsRequired()) {
      return;
    }
    try (var connection = connect(SUPERUSER, SUPERUSER, settings.password())) {
      Sql.run(connection, "ALTER ROLE %I PASSWORD %L", SUPERUSER, settings.password());
      access.requirePasswords();
      Sql.run(connection, "SELECT pg_reload_conf()");
    } catch (SQLException e) {
      throw new IOException("PostgreSQL refused its first configuration: " + e.getMessage(), e);
    }
  }

  /**
   * Makes a database and its roles, or brings their passwords and ownership to what is asked for.
   * Repeatable. What the database holds is not touched.
   */
  public void ensure(PostgresDatabase database) throws SQLException {
    try (var connection = connect(SUPERUSER, SUPERUSER, settings.password())) {
      database.ensureBy(connection);
    }
  }

  /** Opens a connection of any role to any database of this server. The caller closes it. */
  public Connection connect(String database, String user, String password) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "5");
    return DriverManager.getConnection(jdbcUrl(database), properties);
  }

  private boolean answers() {
    try (var connection = connect(SUPERUSER, SUPERUSER, settings.password())) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  /** JDBC address of a database, without user and password. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://%s:%d/%s".formatted(host(), port(), database);
  }

  /** Always the IPv4 loopback address. */
  public String host() {
    return "127.0.0.1";
  }

  /** The port in use; an adopted server keeps the one that it was started with. */
  public int port() {
    return postmaster.port();
  }

  /** Password of {@link #SUPERUSER}. */
  public String password() {
    return settings.password();
  }

  /** Process id of the postmaster. */
  public long pid() {
    return postmaster.pid();
  }

  /** Whether {@link #start} found this server running. */
  public boolean adopted() {
    return launched == null;
  }

  /** Stops the server: sessions are cut, everything committed is on disk. Repeatable. */
  @Override
  public void close() throws IOException {
    if (launched != null) {
      launched.close();
    }
    postmaster.stop();
  }

  private static Path data(PostgresSettings settings) {
    return settings.directory().resolve("data");
  }

  private static Path log(PostgresSettings settings) {
    return settings.directory().resolve("postgres.log");
  }

  private static String onOff(boolean value) {
    return value ? "on" : "off";
  }
}
