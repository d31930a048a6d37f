package dev.gatehouse.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.AuditTrail;
import dev.gatehouse.gateway.EventReader;
import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.gateway.lane.Lanes;
import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditSettings;
import dev.gatehouse.platform.event.AuditSettings.Bodies;
import dev.gatehouse.platform.event.AuditSettings.WhenFull;
import dev.gatehouse.platform.event.FeatureKind;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.IdentityView;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who wants to hear of resources while that cannot be put on record. */
@GatewayTest
class UnrecordedWatchingTest {
  private static final String WATCHED = "test://watched";

  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject Vertx vertx;
  @Inject Spool spool;
  @Inject Lanes lanes;
  @Inject SettingsView settings;

  private Organisation organisation;
  private UpstreamFixture upstream;
  private String key;
  private Path probe;

  @BeforeEach
  void aServerThatTellsOfUpdates() {
    upstream = UpstreamFixture.start(vertx, Speaks.LEGACY).telling();
    organisation =
        new Organisation(view, catalog)
            .connector(upstream.uri())
            .capabilities("{\"tools\":{\"listChanged\":true},\"resources\":{\"subscribe\":true}}")
            .tool("get_x")
            .feature(FeatureKind.RESOURCE, WATCHED)
            .exposeFeatures()
            .gateway("g");
    key = organisation.key();
    probe = spool.directory().path().resolve("probe");
  }

  @AfterEach
  void close() throws IOException {
    Files.deleteIfExists(probe);
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(spool::writable);
    organisation.close();
    upstream.close();
  }

  @Test
  void listeningIsRefusedWhileNothingCanBeRecorded() throws IOException {
    refuseRecords();

    try (EventReader events = listen()) {
      assertThat(events.status()).isEqualTo(503);
    }

    assertThat(upstream.seen("resources/subscribe")).isEmpty();
  }

  @Test
  void listeningWithoutARecordIsAGapWhereTheOrganisationWantsIt() throws IOException {
    AuditSettings wanted =
        new AuditSettings(organisation.id(), Bodies.REDACTED, 4096, Map.of(), WhenFull.SERVE);
    organisation.tell(Topics.AUDIT_SETTINGS, "audit", wanted);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> settings.of(organisation.id()).equals(wanted));
    refuseRecords();

    try (EventReader events = listen()) {
      assertThat(acknowledged(events)).contains(WATCHED);
    }
    Files.delete(probe);

    AuditRecord gap = AuditTrail.of(organisation.id(), 1).getFirst();
    assertThat(gap.action()).isEqualTo("audit.gap");
    assertThat(gap.detail()).containsEntry("calls", "1");
  }

  @Test
  void nothingIsHeardOfAResourceThatCouldNotBePutOnRecord() throws IOException {
    try (BrokenDisk disk = new BrokenDisk(spool, lanes, vertx);
        EventReader events = listen()) {
      assertThat(acknowledged(events)).doesNotContain(WATCHED);

      assertThat(upstream.seen("resources/subscribe")).isEmpty();
      assertThat(spool.directory().failing()).isTrue();
    }
  }

  @Test
  void aSubscriptionOfASessionEndsWhereItCouldNotBePutOnRecord() throws IOException {
    Mcp client = new Mcp(organisation.path("g"), key);
    Map<String, String> session =
        Map.of(
            "Mcp-Session-Id",
            client
                .legacy("initialize", "{\"protocolVersion\":\"2025-11-25\"}")
                .extract()
                .header("Mcp-Session-Id"));
    try (EventReader events = EventReader.get(organisation.path("g"), key, stream(session));
        BrokenDisk disk = new BrokenDisk(spool, lanes, vertx)) {
      client
          .post(session, Mcp.request("resources/subscribe", "{\"uri\":\"%s\"}".formatted(WATCHED)))
          .statusCode(503);

      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> !upstream.seen("resources/unsubscribe").isEmpty());
    }
  }

  private static Map<String, String> stream(Map<String, String> session) {
    return Map.of("Accept", "text/event-stream", "Mcp-Session-Id", session.get("Mcp-Session-Id"));
  }

  /** And the spool's probe is refused too. */
  private void refuseRecords() throws IOException {
    Files.deleteIfExists(probe);
    Files.createDirectory(probe);
    spool.directory().written(false);
  }

  private EventReader listen() {
    return EventReader.post(
        organisation.path("g"),
        key,
        Map.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "subscriptions/listen"),
        Mcp.request(
            "subscriptions/listen",
            Mcp.withMeta(
                "{\"notifications\":{\"resourceSubscriptions\":[\"%s\"]}}".formatted(WATCHED))));
  }

  private static String acknowledged(EventReader events) {
    JsonObject message = events.next();
    assertThat(message.getString("method")).isEqualTo("notifications/subscriptions/acknowledged");
    return message.getJsonObject("params").getJsonObject("notifications").encode();
  }
}
