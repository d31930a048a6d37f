package dev.gatehouse.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.AuditTrail;
import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Body;
import dev.gatehouse.platform.event.AuditRecord.Phase;
import dev.gatehouse.platform.event.AuditSettings;
import dev.gatehouse.platform.event.AuditSettings.Bodies;
import dev.gatehouse.platform.event.AuditSettings.WhenFull;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.IdentityView;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@GatewayTest
class BodyCaptureTest {
  private static final String SECRET = "c4n4ry-S3cret";

  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject Vertx vertx;
  @Inject SettingsView settings;

  @ConfigProperty(name = "gatehouse.spool.directory")
  Path spool;

  private Organisation organisation;
  private UpstreamFixture upstream;

  @BeforeEach
  void anOrganisation() {
    upstream = UpstreamFixture.start(vertx, Speaks.MODERN);
    organisation = new Organisation(view, catalog).connector(upstream.uri());
  }

  @AfterEach
  void close() {
    organisation.close();
    upstream.close();
  }

  @Test
  void keepsArgumentsAndResultWithoutTheirSecrets() {
    upstream.onCall(params ->
        "{\"content\":[{\"type\":\"text\",\"text\":\"Bearer %s\"}],\"structuredContent\":{\"rows\":3}}"
            .formatted(SECRET));
    organisation.tool("get_a").gateway("g");

    call(
        "get_a",
        "{\"city\":\"Bern\",\"password\":\"%s\",\"pin\":99887766554433}".formatted(SECRET));

    AuditRecord record = only();
    assertThat(record.input().content().toString())
        .isEqualTo("{\"city\":\"Bern\",\"password\":\"[redacted]\",\"pin\":\"[redacted]\"}");
    assertThat(record.input().redactions()).isEqualTo(2);
    assertThat(record.output().content().at("/structuredContent/rows").asInt()).isEqualTo(3);
    assertThat(record.toString()).doesNotContain(SECRET, "99887766554433");
  }

  @Test
  void takesOutWhatTheToolsSchemaMarks() {
    organisation
        .tool(
            "get_a",
            "get_a",
            "{\"inputSchema\":{\"type\":\"object\",\"properties\":{\"colour\":{\"type\":\"string\",\"writeOnly\":true}}}}",
            null)
        .gateway("g");

    call("get_a", "{\"colour\":\"" + SECRET + "\"}");

    assertThat(only().input().content().toString()).isEqualTo("{\"colour\":\"[redacted]\"}");
  }

  @Test
  void takesSecretsOutOfAnUpstreamsError() {
    upstream.failing(
        "tools/call",
        200,
        "{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":-32603,\"message\":\"no access with password=%s\"}}"
            .formatted(SECRET));
    organisation.tool("get_a").gateway("g");

    call("get_a", "{}");

    assertThat(only().output().content().at("/error/message").asText())
        .isEqualTo("no access with password=[redacted]");
  }

  @Test
  void keepsAnswersOfAClientWithoutTheirSecrets() {
    organisation.tool("get_a").gateway("g");

    new Mcp(organisation.path("g"), organisation.key())
        .post(
            Map.of(
                "MCP-Protocol-Version", "2026-07-28",
                "Mcp-Method", "tools/call",
                "Mcp-Name", "get_a"),
            Mcp.request(
                "tools/call",
                Mcp.withMeta(
                    "{\"name\":\"get_a\",\"arguments\":{},\"inputResponses\":{\"q\":{\"action\":\"accept\",\"content\":{\"token\":\"%s\",\"size\":\"L\"}}}}"
                        .formatted(SECRET))))
        .statusCode(200);

    assertThat(only().answers().content().toString())
        .contains("\"size\":\"L\"", "\"token\":\"[redacted]\"");
  }

  @Test
  void cutsWhatIsLongAndSaysSo() {
    upstream.onCall(params ->
        "{\"content\":[{\"type\":\"text\",\"text\":\"%s\"}]}".formatted("word ".repeat(20_000)));
    organisation.tool("get_a").gateway("g");

    call("get_a", "{}");

    Body output = only().output();
    assertThat(output.truncated()).isTrue();
    assertThat(output.bytes()).isGreaterThan(100_000);
    assertThat(output.content().toString()).hasSizeBetween(3_000, 4_300);
  }

  @Test
  void theSameInputHasTheSameDigestInOneOrganisationAndAnotherElsewhere() {
    organisation.tool("get_a").gateway("g");
    call("get_a", "{\"a\":1}");
    call("get_a", "{\"a\":1}");
    call("get_a", "{\"a\":2}");
    List<String> digests =
        AuditTrail.of(organisation.id(), 3).stream().map(r -> r.input().digest()).toList();
    assertThat(digests).doesNotContainNull();
    assertThat(digests.stream().distinct()).hasSize(2);
    try (Organisation other = new Organisation(view, catalog).connector(upstream.uri())) {
      other.tool("get_a").gateway("g");

      new Mcp(other.path("g"), other.key()).legacyCall("get_a", "{\"a\":1}");

      assertThat(digests).doesNotContain(AuditTrail.of(other.id(), 1).getFirst().input().digest());
    }
  }

  @Test
  void anOrganisationThatWantsNoBodiesHasNamesAndDigestsOnly() {
    organisation.tool("get_a").gateway("g");
    want(Bodies.NONE, Map.of());

    call("get_a", "{\"city\":\"Bern\"}");

    AuditRecord record = only();
    assertThat(record.input().content()).isNull();
    assertThat(record.input().keys()).containsExactly("city");
    assertThat(record.input().digest()).isNotNull();
    assertThat(record.output().content()).isNull();
    assertThat(record.output().digest()).isNotNull();
  }

  @Test
  void aToolCanBeAnException() {
    organisation.tool("get_a").gateway("g");
    String tool = catalog.findById(organisation.gatewayId()).tool("get_a").id();
    want(Bodies.REDACTED, Map.of(tool, Bodies.NONE));

    call("get_a", "{\"city\":\"Bern\"}");

    assertThat(only().input().content()).isNull();
  }

  @Test
  void theAttemptHasTheInputAndTheOutcomeTheOutput() {
    organisation.tool("create_a").gateway("g");

    call("create_a", "{\"city\":\"Bern\"}");

    List<AuditRecord> records = AuditTrail.of(organisation.id(), 2);
    AuditRecord attempt =
        records.stream().filter(r -> r.phase() == Phase.ATTEMPT).findFirst().orElseThrow();
    AuditRecord outcome =
        records.stream().filter(r -> r.phase() == Phase.OUTCOME).findFirst().orElseThrow();
    assertThat(attempt.input().content().path("city").asText()).isEqualTo("Bern");
    assertThat(outcome.output().content()).isNotNull();
    assertThat(outcome.input().digest()).isEqualTo(attempt.input().digest());
  }

  @Test
  void noBodyLiesInTheSpoolInPlainText() throws IOException {
    organisation.tool("get_a").gateway("g");

    call("get_a", "{\"city\":\"Plaintextville\"}");

    assertThat(only().input().content().toString()).contains("Plaintextville");
    try (Stream<Path> files = Files.list(spool)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain("Plaintextville");
      }
    }
  }

  private void want(Bodies bodies, Map<String, Bodies> tools) {
    AuditSettings wanted =
        new AuditSettings(organisation.id(), bodies, 4096, tools, WhenFull.REFUSE);
    organisation.tell(Topics.AUDIT_SETTINGS, "audit", wanted);
    Awaitility.await().until(() -> settings.of(organisation.id()).equals(wanted));
  }

  private void call(String tool, String arguments) {
    new Mcp(organisation.path("g"), organisation.key()).legacyCall(tool, arguments).statusCode(200);
  }

  private AuditRecord only() {
    return AuditTrail.of(organisation.id(), 1).getFirst();
  }
}
