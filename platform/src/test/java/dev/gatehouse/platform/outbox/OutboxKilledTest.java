package dev.gatehouse.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.platform.event.CatalogEvent.ToolDefinition;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.kafka.EventProducer;
import dev.gatehouse.platform.testing.BackingServices;
import dev.gatehouse.platform.testing.Published;
import dev.gatehouse.platform.testing.TestIdentities;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of events when the connection to PostgreSQL is cut for real, at each step between a
 * change and the end of its publication.
 */
@QuarkusTest
@WithTestResource(
    value = BackingServices.class,
    initArgs = @ResourceArg(name = "database", value = "platform"))
class OutboxKilledTest {
  private static final String RELAYS =
      """
      SELECT pg_terminate_backend(pid) FROM pg_locks
      WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """;

  @Inject Outbox outbox;
  @Inject AgroalDataSource database;

  private final String organisation = TestIdentities.newId();
  private Producer<String, byte[]> producer;

  @BeforeEach
  void aProducer() {
    producer =
        EventProducer.create(Map.of("bootstrap.servers", setting("kafka.bootstrap.servers")));
  }

  @AfterEach
  void close() {
    producer.close();
  }

  @Test
  void beforeTheCommitOfAChangeNothingIsPublished() {
    assertThatThrownBy(() ->
            QuarkusTransaction.requiringNew()
                .run(() -> {
                  outbox.append(Topics.CATALOG, tool("lost"));
                  administer(RELAYS);
                }))
        .isInstanceOf(RuntimeException.class);
    change("after");
    assertThat(ids(1)).containsExactly("after");
  }

  /** In {@code send}: nothing is sent yet; in {@code flush}: all is sent, nothing is deleted. */
  @ParameterizedTest
  @ValueSource(strings = {"send", "flush"})
  void afterItAllIsPublishedInOrder(String step) {
    AtomicBoolean killed = new AtomicBoolean();
    OutboxBatch batch = new OutboxBatch(database);
    Producer<String, byte[]> killing = killingAt(step, killed);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          change("first-" + TestIdentities.newId());
          change("second-" + TestIdentities.newId());
          try {
            batch.publish(killing); // unless the service's own relay was faster
          } catch (SQLException e) {
            assertThat(killed).isTrue();
          }
          return killed.get();
        });
    change("last");

    List<String> ids = ids(1);
    assertThat(ids).endsWith("last");
    for (int i = 0; i + 1 < ids.size(); i += 2) {
      assertThat(ids.get(i)).startsWith("first-");
      assertThat(ids.get(i + 1)).startsWith("second-");
    }
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> waiting() == 0);
  }

  /** A producer that does its work, but at one of its steps the relay's connection is cut. */
  @SuppressWarnings("unchecked")
  private Producer<String, byte[]> killingAt(String step, AtomicBoolean killed) {
    return (Producer<String, byte[]>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Producer.class},
            (_, method, arguments) -> {
              try {
                Object result = method.invoke(producer, arguments);
                if (method.getName().equals(step) && killed.compareAndSet(false, true)) {
                  administer(RELAYS);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** What a consumer acts on: each event once, whatever is delivered twice. */
  private List<String> ids(int atLeast) {
    return List.copyOf(
        new LinkedHashSet<>(
            Published.until(
                    Topics.CATALOG,
                    organisation,
                    entries ->
                        entries.size() >= atLeast
                            && (entries.getLast().key().equals("tool/last")
                                || entries.getLast().key().equals("tool/after")))
                .stream()
                .map(entry -> entry.key().substring("tool/".length()))
                .toList()));
  }

  private void change(String id) {
    QuarkusTransaction.requiringNew().run(() -> outbox.append(Topics.CATALOG, tool(id)));
  }

  private ToolDefinition tool(String id) {
    return new ToolDefinition(
        organisation, id, "connector", id, "hash", Json.mapper().createObjectNode());
  }

  private int waiting() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM outbox")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void administer(String sql) {
    try (Connection connection =
            DriverManager.getConnection(
                setting("quarkus.datasource.jdbc.url"),
                "postgres",
                setting("gatehouse.test.superuser-password"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String setting(String name) {
    return ConfigProvider.getConfig().getValue(name, String.class);
  }
}
