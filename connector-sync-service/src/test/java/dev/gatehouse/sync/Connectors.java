package dev.gatehouse.sync;

import static io.restassured.RestAssured.given;

import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.CredentialReference;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.kafka.EventProducer;
import dev.gatehouse.platform.testing.TestIdentities;
import dev.gatehouse.platform.testing.TestKeys;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;

/** Plays registry-service for one organisation: publishes connectors. */
public final class Connectors implements AutoCloseable {
  private static final String USER = TestIdentities.newId();
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static boolean heard;

  private final String organisation = TestIdentities.newId();
  private final Producer<String, byte[]> producer =
      EventProducer.create(
          Map.of(
              "bootstrap.servers",
              ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class)));

  /** The first waits until the service follows the topic: a test's request waits less long. */
  public Connectors() {
    if (!heard) {
      heard = true;
      try (Connectors first = new Connectors()) {
        first.awaitHeard();
      }
    }
  }

  private void awaitHeard() {
    String id = TestIdentities.newId();
    publish(manifest(id, "http://127.0.0.1:9999/mcp", null, false, 1));
    String rows = "SELECT count(*) FROM schedule WHERE connector_id = '%s'".formatted(id);
    Awaitility.await().atMost(PATIENCE).until(() -> Rows.number(rows) == 1);
  }

  public String organisation() {
    return organisation;
  }

  /** A new connector; returns its id. */
  public String add(String url) {
    return add(url, null);
  }

  public String add(String url, CredentialReference credential) {
    String id = TestIdentities.newId();
    publish(manifest(id, url, credential, true, 1));
    return id;
  }

  public ConnectorManifest manifest(
      String id, String url, CredentialReference credential, boolean enabled, long revision) {
    return new ConnectorManifest(
        organisation,
        id,
        "upstream",
        "Upstream",
        "MCP",
        "streamable_http",
        url,
        enabled,
        false,
        false,
        credential,
        List.of(),
        60_000,
        revision);
  }

  public void publish(ConnectorManifest manifest) {
    send(manifest.key(), EventCodec.encode(EventCodec.envelope("registry", manifest, null)));
  }

  /** Says that a connector is gone. */
  public void remove(String id) {
    send(new EventKey(organisation, "connector", id), null);
  }

  /** A request of a member with all scopes. */
  public RequestSpecification request() {
    return request(Scope.values());
  }

  public RequestSpecification request(Scope... scopes) {
    Caller caller =
        new Caller(USER, null, null, null, organisation, Role.OWNER, Set.of(scopes), null);
    return given()
        .header(
            "Gatehouse-Caller", TestKeys.current().assertion("gateway", "connector-sync", caller));
  }

  private void send(EventKey key, byte[] value) {
    try {
      producer.send(new ProducerRecord<>(Topics.CATALOG, key.toString(), value)).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
