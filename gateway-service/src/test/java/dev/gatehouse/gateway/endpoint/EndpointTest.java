package dev.gatehouse.gateway.endpoint;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.platform.event.CatalogEvent.GatewayLimits;
import dev.gatehouse.platform.event.CatalogEvent.GatewaySettings;
import dev.gatehouse.platform.event.IdentityEvent.Revoked;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.testing.TestIdentities;
import dev.gatehouse.platform.testing.TestKeys;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@GatewayTest
class EndpointTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:9/mcp");

  @Inject IdentityView view;
  @Inject Catalog catalog;
  private Organisation organisation;

  @BeforeEach
  void aGateway() {
    organisation = new Organisation(view, catalog).connector(NOWHERE).tool("get_x").gateway("g");
  }

  @AfterEach
  void close() {
    organisation.close();
  }

  @Test
  void tellsAProbeWhatItHasFound() {
    given()
        .get(organisation.path("g"))
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("endpoint", equalTo(organisation.resource("g")))
        .body("protocolVersions", hasItems("2025-11-25", "2026-07-28"));
  }

  @Test
  void hasNoEventStreamToGet() {
    given()
        .accept("text/event-stream")
        .get(organisation.path("g"))
        .then()
        .statusCode(405)
        .header("Allow", equalTo("POST"));
  }

  @Test
  void asksForSignInAndSaysWhere() {
    String metadata =
        Organisation.ORIGIN + "/.well-known/oauth-protected-resource" + organisation.path("g");

    new Mcp(organisation.path("g"), null)
        .legacy("tools/list", "{}")
        .statusCode(401)
        .header("WWW-Authenticate", containsString("resource_metadata=\"" + metadata + "\""))
        .header("WWW-Authenticate", containsString("scope=\"mcp:read mcp:write\""))
        .body("error.code", equalTo(401))
        .body("id", nullValue());
  }

  @Test
  void publishesTheMetadataOfAGatewayAsAResource() {
    given()
        .get("/.well-known/oauth-protected-resource" + organisation.path("g"))
        .then()
        .statusCode(200)
        .body("resource", equalTo(organisation.resource("g")))
        .body("authorization_servers", hasItems(Organisation.ORIGIN))
        .body("scopes_supported", hasItems("mcp:read", "mcp:write"))
        .body("scopes_supported", not(hasItems("mcp:admin")))
        .body("bearer_methods_supported", hasItems("header"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/mcp/none/none", "/mcp/", "/mcp/a", "/mcp/a/b/c", "/mcp/../mcp", "/mcp/%2e/x"})
  void anUnknownGatewayIsNotThere(String path) {
    given()
        .urlEncodingEnabled(false)
        .contentType("application/json")
        .body("{}")
        .post(path)
        .then()
        .statusCode(404);
  }

  @Test
  void takesAnAccessTokenForThisResource() {
    String token = organisation.token("g", Role.EDITOR, "mcp:read");

    new Mcp(organisation.path("g"), token)
        .legacy("tools/list", "{}")
        .statusCode(200)
        .body("result.tools.name", hasItems("get_x"));
  }

  @Test
  void refusesATokenForAnotherGateway() {
    organisation.another().gateway("h");
    String token = organisation.token("h", Role.EDITOR, "mcp:read");

    new Mcp(organisation.path("g"), token)
        .legacy("tools/list", "{}")
        .statusCode(401)
        .header("WWW-Authenticate", containsString("error=\"invalid_token\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT", "id+jwt"})
  void refusesATokenOfAnotherType(String type) {
    String user = organisation.identities().member(organisation.id(), Role.EDITOR);
    String token =
        TestKeys.current()
            .token(
                type,
                new JWTClaimsSet.Builder()
                    .subject(user)
                    .audience(organisation.resource("g"))
                    .claim("org", organisation.id())
                    .claim("scope", "mcp:read")
                    .build());

    new Mcp(organisation.path("g"), token).legacy("ping", "{}").statusCode(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "...", "a.b", "a.b.c", "ghk_short", "ghk_aaaaaaaaaaaaaaaa_bbbb"})
  void refusesWhatIsNoCredential(String credential) {
    new Mcp(organisation.path("g"), credential).legacy("ping", "{}").statusCode(401);
  }

  @Test
  void refusesAnExpiredToken() {
    String user = organisation.identities().member(organisation.id(), Role.EDITOR);
    String token =
        TestKeys.current()
            .token(
                "at+jwt",
                new JWTClaimsSet.Builder()
                    .subject(user)
                    .audience(organisation.resource("g"))
                    .claim("org", organisation.id())
                    .claim("scope", "mcp:read")
                    .expirationTime(java.util.Date.from(Instant.now().minusSeconds(120)))
                    .build());

    new Mcp(organisation.path("g"), token).legacy("ping", "{}").statusCode(401);
  }

  @Test
  void aRevocationHoldsForATokenThatWasUsedBefore() {
    String grant = TestIdentities.newId();
    String user = organisation.identities().member(organisation.id(), Role.EDITOR);
    String token =
        TestKeys.current()
            .token(
                "at+jwt",
                new JWTClaimsSet.Builder()
                    .subject(user)
                    .audience(organisation.resource("g"))
                    .claim("org", organisation.id())
                    .claim("scope", "mcp:read")
                    .claim("grant_id", grant)
                    .build());
    Mcp client = new Mcp(organisation.path("g"), token);
    client.legacy("ping", "{}").statusCode(200);

    organisation
        .identities()
        .publish(
            new Revoked(
                organisation.id(), Revoked.Kind.GRANT, grant, Instant.now().plusSeconds(600)));

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> client.legacy("ping", "{}").statusCode(401));
  }

  @Test
  void aKeyOfAnotherOrganisationFindsNothing() {
    try (Organisation stranger = new Organisation(view, catalog)) {
      new Mcp(organisation.path("g"), stranger.key()).legacy("tools/list", "{}").statusCode(404);
    }
  }

  @Test
  void takesNoKeysWhereTheGatewayDoesNot() {
    organisation.settings(new GatewaySettings(false, false, "hide")).gateway("g");

    new Mcp(organisation.path("g"), organisation.key()).legacy("ping", "{}").statusCode(401);
  }

  @Test
  void servesNoMoreThanTheGatewaysOwnersHaveSet() {
    organisation
        .settings(new GatewaySettings(true, false, "hide", new GatewayLimits(0, 2)))
        .gateway("g");
    Mcp client = new Mcp(organisation.path("g"), organisation.key());
    client.legacy("ping", "{}").statusCode(200);
    client.legacy("ping", "{}").statusCode(200);

    client.legacy("ping", "{}").statusCode(429).header("Retry-After", notNullValue());
    new Mcp(organisation.path("g"), organisation.key()).legacy("ping", "{}").statusCode(200);
  }

  @Test
  void neverTakesAKeyFromTheQuery() {
    given()
        .contentType("application/json")
        .queryParam("apiKey", organisation.key())
        .body(Mcp.request("ping", "{}"))
        .post(organisation.path("g"))
        .then()
        .statusCode(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:8080", "localhost.evil.example"})
  void refusesAForeignHost(String host) {
    given()
        .header("Host", host)
        .header("Authorization", "Bearer " + organisation.key())
        .contentType("application/json")
        .body(Mcp.request("ping", "{}"))
        .post(organisation.path("g"))
        .then()
        .statusCode(403);
  }

  @Test
  void refusesAForeignOrigin() {
    new Mcp(organisation.path("g"), organisation.key())
        .post(Map.of("Origin", "http://evil.example"), Mcp.request("ping", "{}"))
        .statusCode(403);
  }

  @Test
  void answersAPageOfItsOwnOrigin() {
    new Mcp(organisation.path("g"), organisation.key())
        .post(Map.of("Origin", Organisation.ORIGIN), Mcp.request("ping", "{}"))
        .statusCode(200)
        .header("Access-Control-Allow-Origin", equalTo(Organisation.ORIGIN))
        .header("Access-Control-Allow-Credentials", nullValue());
  }

  @Test
  void refusesAMessageThatIsTooLarge() {
    String large = Mcp.request("ping", "{\"x\":\"" + "x".repeat(1_100_000) + "\"}");

    new Mcp(organisation.path("g"), organisation.key()).post(Map.of(), large).statusCode(413);
  }

  @Test
  void answersABodyWithoutEndAndHangsUp() throws Exception {
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                  + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
              .formatted(organisation.path("g"), organisation.key())
              .getBytes(StandardCharsets.US_ASCII));
      byte[] chunk =
          ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);

      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100_000; i++) {
                  out.write(chunk);
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void asksForABodyThatTheClientHoldsBack() throws Exception {
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              ("POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                      + "Content-Type: application/json\r\nContent-Length: 40\r\n"
                      + "Expect: 100-continue\r\n\r\n")
                  .formatted(organisation.path("g"), organisation.key())
                  .getBytes(StandardCharsets.US_ASCII));

      byte[] answer = socket.getInputStream().readNBytes(21);

      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 100 Continue");
    }
  }

  @Test
  void aDeletedGatewayIsGone() {
    organisation.remove("gateway", organisation.gatewayId());

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> given().get(organisation.path("g")).then().statusCode(404));
  }

  @Test
  void answersOtherMethodsWithWhatItTakes() {
    given().put(organisation.path("g")).then().statusCode(405).header("Allow", notNullValue());
  }
}
