package dev.gatehouse.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import dev.gatehouse.gateway.AuditTrail;
import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditSettings;
import dev.gatehouse.platform.event.AuditSettings.Bodies;
import dev.gatehouse.platform.event.AuditSettings.WhenFull;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.IdentityView;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing can be written to the spool: its probe cannot either. */
@GatewayTest
class FullSpoolTest {
  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject Vertx vertx;
  @Inject Spool spool;
  @Inject SettingsView settings;

  private Organisation organisation;
  private UpstreamFixture upstream;
  private Path probe;

  @BeforeEach
  void aSpoolThatTakesNothing() throws IOException {
    upstream = UpstreamFixture.start(vertx, Speaks.LEGACY);
    organisation = new Organisation(view, catalog).connector(upstream.uri());
    organisation.tool("get_a").tool("create_a").gateway("g");
    probe = spool.directory().path().resolve("probe");
    Files.deleteIfExists(probe);
    Files.createDirectory(probe);
    spool.directory().written(false);
  }

  @AfterEach
  void close() throws IOException {
    Files.deleteIfExists(probe);
    Awaitility.await().until(spool::writable);
    organisation.close();
    upstream.close();
  }

  @Test
  void everyCallIsRefusedUnlessTheOrganisationChoseOtherwise() {
    client().legacyCall("get_a", "{}").statusCode(503);

    assertThat(upstream.seen("tools/call")).isEmpty();
  }

  @Test
  void aReadingCallIsServedWhereTheOrganisationWantsIt() {
    serveReads();

    client().legacyCall("get_a", "{}").statusCode(200);

    assertThat(upstream.seen("tools/call")).hasSize(1);
  }

  @Test
  void aCallThatMayChangeSomethingIsRefusedAllTheSame() {
    serveReads();

    client().legacyCall("create_a", "{}").statusCode(503);

    assertThat(upstream.seen("tools/call")).isEmpty();
  }

  @Test
  void theGapIsOnRecordAndSignedAsSoonAsThereIsRoom() throws IOException, ParseException {
    serveReads();
    client().legacyCall("get_a", "{}").statusCode(200);
    client().legacyCall("get_a", "{}").statusCode(200);

    Files.delete(probe);

    AuditRecord gap = AuditTrail.of(organisation.id(), 1).getFirst();
    assertThat(gap.action()).isEqualTo("audit.gap");
    assertThat(gap.detail()).containsEntry("calls", "2");
    JWSObject statement = JWSObject.parse(gap.detail().get("statement"));
    assertThat(statement.getPayload().toJSONObject())
        .containsEntry("organisation", organisation.id())
        .containsEntry("calls", 2L);
  }

  private void serveReads() {
    AuditSettings wanted =
        new AuditSettings(organisation.id(), Bodies.REDACTED, 4096, Map.of(), WhenFull.SERVE);
    organisation.tell(Topics.AUDIT_SETTINGS, "audit", wanted);
    Awaitility.await().until(() -> settings.of(organisation.id()).equals(wanted));
  }

  private Mcp client() {
    return new Mcp(organisation.path("g"), organisation.key());
  }
}
