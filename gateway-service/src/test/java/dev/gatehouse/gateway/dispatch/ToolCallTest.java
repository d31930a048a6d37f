package dev.gatehouse.gateway.dispatch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.gatehouse.gateway.AuditTrail;
import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Phase;
import dev.gatehouse.platform.event.CatalogEvent.CredentialReference;
import dev.gatehouse.platform.event.CatalogEvent.GatewaySettings;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.TestIdentities;
import io.quarkus.test.common.http.TestHTTPResource;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@GatewayTest
class ToolCallTest {
  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject Vertx vertx;

  @ConfigProperty(name = "gatehouse.vault.url")
  String vault;

  @ConfigProperty(name = "gatehouse.test.vault-root-token")
  String vaultToken;

  @TestHTTPResource(value = "/", management = true)
  URL management;

  private Organisation organisation;
  private UpstreamFixture upstream;

  @BeforeEach
  void anOrganisation() {
    upstream = UpstreamFixture.start(vertx, Speaks.LEGACY);
    organisation = new Organisation(view, catalog).connector(upstream.uri());
  }

  @AfterEach
  void close() {
    organisation.close();
    upstream.close();
  }

  @Test
  void aToolIsKnownByItsAliasAndCalledByItsOwnName() {
    organisation.tool("get_a", "fetch_alpha", "{}", null).gateway("g");
    Mcp client = client();

    client.legacy("tools/list", "{}").body("result.tools.name", contains("fetch_alpha"));
    client.legacyCall("fetch_alpha", "{}").body("result.content[0].text", equalTo("done"));
    client.legacyCall("get_a", "{}").body("error.code", equalTo(-32602));

    assertThat(upstream.seen("tools/call"))
        .extracting(seen -> seen.body().getJsonObject("params").getString("name"))
        .containsExactly("get_a");
  }

  @Test
  void whatATokenMayNotCallItDoesNotSee() {
    organisation.tool("get_a").tool("create_a").tool("delete_a").gateway("g");
    String token = organisation.token("g", Role.OWNER, "mcp:read mcp:write");
    Mcp client = new Mcp(organisation.path("g"), token);

    client.legacy("tools/list", "{}").body("result.tools.name", contains("create_a", "get_a"));

    client.legacyCall("delete_a", "{}").body("error.message", containsString("Unknown tool"));
  }

  @Test
  void namesTheRoleThatACallTakes() {
    organisation.tool("delete_a").gateway("g");
    String token = organisation.token("g", Role.EDITOR, "mcp:read mcp:write mcp:admin");
    Mcp client = new Mcp(organisation.path("g"), token);

    client.legacy("tools/list", "{}").body("result.tools", empty());

    client
        .legacyCall("delete_a", "{}")
        .statusCode(200)
        .body("result.isError", equalTo(true))
        .body("result.content[0].text", containsString("admin"));
  }

  @Test
  void challengesForTheScopeWhereTheGatewaySaysSo() {
    organisation
        .tool("delete_a")
        .settings(new GatewaySettings(true, false, "challenge"))
        .gateway("g");
    String token = organisation.token("g", Role.OWNER, "mcp:read");

    new Mcp(organisation.path("g"), token)
        .legacyCall("delete_a", "{}")
        .statusCode(403)
        .header("WWW-Authenticate", containsString("error=\"insufficient_scope\""))
        .header("WWW-Authenticate", containsString("scope=\"mcp:read mcp:admin\""));
  }

  @Test
  void anUpstreamsWordThatAToolOnlyReadsCountsWhereItIsTrusted() {
    String readOnly = "{\"annotations\":{\"readOnlyHint\":true}}";
    organisation.tool("run_a", "untrusted", readOnly, null);
    organisation.connector(upstream.uri(), null, true, Duration.ofSeconds(5));
    organisation.tool("run_b", "trusted", readOnly, null).gateway("g");

    new Mcp(organisation.path("g"), organisation.key(Role.OWNER, Scope.READ))
        .legacy("tools/list", "{}")
        .body("result.tools.name", contains("trusted"));
  }

  @Test
  void sendsTheConnectorsCredentialAndNothingElse() {
    upstream.requiring("Authorization", "Bearer up-s3cret");
    organisation
        .connector(upstream.uri(), secret("Bearer up-s3cret"), false, Duration.ofSeconds(5))
        .tool("get_a")
        .gateway("g");

    client().legacyCall("get_a", "{}").statusCode(200).body("result.isError", equalTo(null));
  }

  @Test
  void saysThatACredentialIsRefusedWithoutSayingWhich() {
    upstream.requiring("Authorization", "Bearer other");
    organisation
        .connector(upstream.uri(), secret("Bearer up-s3cret"), false, Duration.ofSeconds(5))
        .tool("get_a")
        .gateway("g");

    client()
        .legacyCall("get_a", "{}")
        .statusCode(200)
        .body("result.isError", equalTo(true))
        .body("result.content[0].text", containsString("credential"))
        .body(not(containsString("s3cret")));
  }

  @Test
  void saysThatACredentialCannotBeRead() {
    CredentialReference missing =
        new CredentialReference("orgs/" + organisation.id() + "/connectors/x/y", 1);
    organisation
        .connector(upstream.uri(), missing, false, Duration.ofSeconds(5))
        .tool("get_a")
        .gateway("g");

    client()
        .legacyCall("get_a", "{}")
        .body("result.isError", equalTo(true))
        .body("result.content[0].text", containsString("credential"));
  }

  @Test
  void givesUpOnASlowUpstreamAndSaysSo() {
    upstream.delaying(Duration.ofSeconds(20));
    organisation
        .connector(upstream.uri(), null, false, Duration.ofMillis(300))
        .tool("get_a")
        .gateway("g");

    client()
        .legacyCall("get_a", "{}")
        .body("result.isError", equalTo(true))
        .body("result.content[0].text", containsString("300 ms"));
  }

  @Test
  void restsAnUpstreamThatFailsAndTriesItAgain() {
    URI closed = upstream.uri();
    upstream.close();
    organisation.connector(closed).tool("get_a").gateway("g");
    Mcp client = client();

    awaitText(client, "failed repeatedly"); // each event loop has a count of its own

    awaitText(client, "cannot be reached");
  }

  @Test
  void neverConnectsWhereTenantsMayNot() {
    organisation.connector(URI.create("http://169.254.169.254/mcp")).tool("get_a").gateway("g");

    client()
        .legacyCall("get_a", "{}")
        .body("result.isError", equalTo(true))
        .body("result.content[0].text", containsString("may not be called"));
  }

  @Test
  void passesAnErrorOfTheUpstreamOn() {
    upstream.failing(
        "tools/call",
        200,
        "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32602,\"message\":\"bad q\",\"data\":{\"f\":1}}}");
    organisation.tool("get_a").gateway("g");

    client()
        .legacyCall("get_a", "{}")
        .statusCode(200)
        .body("id", equalTo("r1"))
        .body("error.code", equalTo(-32602))
        .body("error.message", equalTo("bad q"))
        .body("error.data.f", equalTo(1));
  }

  @Test
  void takesTheCredentialOutOfWhatAnUpstreamSaysOfAnError() {
    upstream.failing(
        "tools/call",
        200,
        "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32603,\"message\":\"bad Bearer up-s3cret\",\"data\":{\"got\":\"up-s3cret\"}}}");
    organisation
        .connector(upstream.uri(), secret("Bearer up-s3cret"), false, Duration.ofSeconds(5))
        .tool("get_a")
        .gateway("g");

    client()
        .legacyCall("get_a", "{}")
        .body("error.code", equalTo(-32603))
        .body(not(containsString("s3cret")));
  }

  @Test
  void aCallThatIsNotMadeBecauseItsUpstreamRestsIsAnsweredAndOnRecord() {
    URI closed = upstream.uri();
    upstream.close();
    organisation.connector(closed).tool("create_a").gateway("g");
    Mcp client = client();

    // More than it takes to open the circuit of every event loop; there is one for each core.
    int calls = 4 * Runtime.getRuntime().availableProcessors() + 4;
    for (int i = 0; i < calls; i++) {
      client.legacyCall("create_a", "{}").body("result.isError", equalTo(true));
    }

    assertThat(AuditTrail.of(organisation.id(), 2 * calls))
        .filteredOn(record -> record.phase() == Phase.OUTCOME)
        .hasSize(calls)
        .anyMatch(record -> "circuit-open".equals(record.outcome().code()));
  }

  @Test
  void aStateThatWasNotGivenOutIsOnRecord() {
    organisation.tool("get_a").gateway("g");

    client()
        .post(
            Map.of(
                "MCP-Protocol-Version",
                "2026-07-28",
                "Mcp-Method",
                "tools/call",
                "Mcp-Name",
                "get_a"),
            Mcp.request(
                "tools/call", Mcp.withMeta("{\"name\":\"get_a\",\"requestState\":\"forged\"}")))
        .body("error.code", equalTo(-32602));

    assertThat(AuditTrail.of(organisation.id(), 1))
        .singleElement()
        .satisfies(record -> assertThat(record.outcome().code()).isEqualTo("request-state"));
  }

  @Test
  void aStateInACompleteResultIsTheUpstreamsBusiness() {
    String result = "{\"content\":[],\"requestState\":\"theirs\"}";
    upstream.onCall(params -> result);
    organisation.tool("get_a").gateway("g");

    client()
        .modernCall("get_a", "{}")
        .body("result.requestState", equalTo("theirs"))
        .body("result.resultType", equalTo("complete"));
  }

  @Test
  void aDisabledConnectorsToolsAreGone() {
    organisation.tool("get_a").gateway("g");
    Mcp client = client();

    organisation.disableConnector(upstream.uri());

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> client.legacy("tools/list", "{}").body("result.tools", empty()));
    client.legacyCall("get_a", "{}").body("error.code", equalTo(-32602));
  }

  @Test
  void survivesNamesThatNoJsonWriterLikes() {
    organisation.tool("get_a").gateway("g");

    client().legacyCall("\\ud800", "{}").statusCode(200).body("error.code", equalTo(-32602));
  }

  @Test
  void keepsUpstreamSessionsOfPrincipalsApart() {
    organisation.tool("get_a").gateway("g");
    client().legacyCall("get_a", "{}").statusCode(200);
    new Mcp(organisation.path("g"), organisation.key()).legacyCall("get_a", "{}").statusCode(200);

    List<String> sessions =
        upstream.seen("tools/call").stream()
            .map(seen -> seen.headers().get("mcp-session-id"))
            .toList();

    assertThat(sessions).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void recordsAReadingCallOnce() {
    organisation.tool("get_a").gateway("g");
    client().legacyCall("get_a", "{\"secret\":\"s3cret\"}").statusCode(200);

    List<AuditRecord> trail = AuditTrail.of(organisation.id(), 1);

    assertThat(trail)
        .singleElement()
        .satisfies(record -> {
          assertThat(record.phase()).isEqualTo(Phase.EVENT);
          assertThat(record.action()).isEqualTo("tool.call");
          assertThat(record.outcome().status()).isEqualTo(AuditRecord.Outcome.Status.SUCCESS);
          assertThat(record.actor().apiKey()).isNotNull();
          assertThat(record.target().name()).isEqualTo("get_a");
          assertThat(record.target().gateway()).isEqualTo(organisation.gatewayId());
          assertThat(record.decision().allowed()).isTrue();
          assertThat(record.input()).isNotNull();
          assertThat(record.input().bytes()).isEqualTo(19);
          assertThat(record.traceId()).hasSize(32);
          assertThat(record.durationMicros()).isPositive();
          assertThat(record.toString()).doesNotContain("s3cret");
        });
  }

  @Test
  void recordsACallThatMayChangeSomethingBeforeAndAfter() {
    organisation.tool("create_a").gateway("g");
    client().legacyCall("create_a", "{}").statusCode(200);

    List<AuditRecord> trail = AuditTrail.of(organisation.id(), 2);

    assertThat(trail).extracting(AuditRecord::phase).contains(Phase.ATTEMPT, Phase.OUTCOME);
    AuditRecord attempt =
        trail.stream().filter(r -> r.phase() == Phase.ATTEMPT).findFirst().orElseThrow();
    assertThat(trail)
        .filteredOn(record -> record.phase() == Phase.OUTCOME)
        .extracting(AuditRecord::attempt)
        .containsExactly(attempt.id());
  }

  @Test
  void recordsACallThatWasNotMade() {
    organisation.tool("delete_a").gateway("g");
    new Mcp(organisation.path("g"), organisation.key(Role.OWNER, Scope.READ))
        .legacyCall("delete_a", "{}");

    List<AuditRecord> trail = AuditTrail.of(organisation.id(), 1);

    assertThat(trail)
        .singleElement()
        .satisfies(record -> {
          assertThat(record.outcome().status()).isEqualTo(AuditRecord.Outcome.Status.DENIED);
          assertThat(record.decision()).isEqualTo(new AuditRecord.Decision(false, "scope"));
        });
  }

  @Test
  void measuresOperationsByTheirMethod() {
    organisation.tool("get_a").gateway("g");
    client().legacyCall("get_a", "{}").statusCode(200);

    String metrics = given().get(management + "metrics").then().extract().asString();

    assertThat(metrics)
        .contains("mcp_server_operation_duration_seconds_bucket")
        .contains("mcp_client_operation_duration_seconds_count")
        .contains("mcp_method_name=\"tools/call\"")
        .doesNotContain("get_a");
  }

  private static void awaitText(Mcp client, String text) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() ->
            client.legacyCall("get_a", "{}").body("result.content[0].text", containsString(text)));
  }

  private Mcp client() {
    return new Mcp(organisation.path("g"), organisation.key());
  }

  /** Writes a credential as registry-service does. */
  private CredentialReference secret(String authorization) {
    String path =
        "orgs/"
            + organisation.id()
            + "/connectors/"
            + TestIdentities.newId()
            + "/"
            + TestIdentities.newId();
    given()
        .header("X-Vault-Token", vaultToken)
        .contentType("application/json")
        .body(Map.of("data", Map.of("headers", Map.of("Authorization", authorization))))
        .post(vault + "/v1/gatehouse/data/" + path)
        .then()
        .statusCode(200);
    return new CredentialReference(path, 1);
  }
}
