package dev.gatehouse.backing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {

  private static final PostgresDatabase ORDERS =
      new PostgresDatabase("orders", "orders_owner", "o'wner", "orders", "s3cret");

  @TempDir private Path directory;
  private PostgresServer server;

  @AfterEach
  void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void ownerMayCreateTablesAndApplicationMayNot() throws Exception {
    server = PostgresServer.start(PostgresSettings.forTests(directory));
    server.ensure(ORDERS);

    run("orders_owner", "o'wner", "CREATE TABLE item (id int)");

    assertThatThrownBy(() -> run("orders", "s3cret", "CREATE TABLE other (id int)"))
        .hasMessageContaining("permission denied");
  }

  @Test
  void ensureIsRepeatableAndChangesPasswords() throws Exception {
    server = PostgresServer.start(PostgresSettings.forTests(directory));
    server.ensure(ORDERS);

    server.ensure(new PostgresDatabase("orders", "orders_owner", "new", "orders", "new"));

    run("orders", "new", "SELECT 1");
    assertThatThrownBy(() -> run("orders", "s3cret", "SELECT 1"))
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void refusesTheSuperuserWithoutItsPassword() throws Exception {
    server = PostgresServer.start(PostgresSettings.forTests(directory));

    assertThatThrownBy(() -> server.connect("postgres", "postgres", "guess"))
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void flushesEveryCommitWhenDurable() throws Exception {
    server = PostgresServer.start(new PostgresSettings(directory, binaries(), 0, "pw", true));

    assertThat(show("fsync")).isEqualTo("on");
    assertThat(show("synchronous_commit")).isEqualTo("on");
    assertThat(show("full_page_writes")).isEqualTo("on");
  }

  @Test
  void hasRoomForManyRecordsWhenDurable() throws Exception {
    server = PostgresServer.start(new PostgresSettings(directory, binaries(), 0, "pw", true));

    assertThat(show("shared_buffers")).isEqualTo("256MB");
    assertThat(show("max_wal_size")).isEqualTo("4GB");
    assertThat(show("wal_init_zero")).isEqualTo("off");
  }

  @Test
  void adoptsTheServerThatAnEarlierParentLeftRunning() throws Exception {
    server = PostgresServer.start(PostgresSettings.forTests(directory));
    var settings = new PostgresSettings(directory, binaries(), 0, server.password(), false);

    var second = PostgresServer.start(settings);

    assertThat(second.adopted()).isTrue();
    assertThat(second.pid()).isEqualTo(server.pid());
    assertThat(second.port()).isEqualTo(server.port());
  }

  @Test
  void keepsCommittedRowsThroughKillMinusNine() throws Exception {
    var settings = new PostgresSettings(directory, binaries(), 0, "pw", true);
    server = PostgresServer.start(settings);
    server.ensure(ORDERS);
    run("orders_owner", "o'wner", "CREATE TABLE item AS SELECT 42 AS id");
    ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
    ProcessHandle.of(server.pid()).ifPresent(it -> it.onExit().join());

    server = PostgresServer.start(settings);

    assertThat(server.adopted()).isFalse();
    try (var connection = server.connect("orders", "orders_owner", "o'wner");
        var rows = connection.createStatement().executeQuery("SELECT id FROM item")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(42);
    }
  }

  @Test
  void beginsAnewWhenTheFirstStartWasCutOff() throws Exception {
    Files.createDirectories(directory.resolve("data"));
    Files.writeString(directory.resolve("data/postgresql.conf"), "half written");

    server = PostgresServer.start(PostgresSettings.forTests(directory));

    assertThat(show("server_version")).startsWith("18");
  }

  @Test
  void ignoresAPidFileThatNamesAnotherProgram() throws Exception {
    server = PostgresServer.start(PostgresSettings.forTests(directory));
    var password = server.password();
    server.close();
    Files.writeString(
        directory.resolve("data/postmaster.pid"),
        "%d\n%s\n0\n5432\n".formatted(ProcessHandle.current().pid(), directory));

    server = PostgresServer.start(new PostgresSettings(directory, binaries(), 0, password, false));

    assertThat(server.adopted()).isFalse();
  }

  @Test
  void saysWhyItCannotStart() throws Exception {
    server = PostgresServer.start(PostgresSettings.forTests(directory.resolve("a")));
    var taken =
        new PostgresSettings(directory.resolve("b"), binaries(), server.port(), "pw", false);

    assertThatThrownBy(() -> PostgresServer.start(taken))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("port " + server.port() + " is in use");
  }

  private void run(String user, String password, String sql) throws SQLException {
    try (Connection connection = server.connect("orders", user, password);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String show(String setting) throws SQLException {
    try (var connection = server.connect("postgres", "postgres", server.password());
        var rows = connection.createStatement().executeQuery("SHOW " + setting)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Path binaries() {
    return PostgresSettings.forTests(Path.of(".")).binaries();
  }
}
