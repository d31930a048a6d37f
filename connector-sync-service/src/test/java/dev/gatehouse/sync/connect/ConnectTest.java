package dev.gatehouse.sync.connect;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.gatehouse.platform.event.CredentialEvent.CredentialRotated;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.Published;
import dev.gatehouse.platform.testing.TestVault;
import dev.gatehouse.sync.Connectors;
import dev.gatehouse.sync.SyncTest;
import dev.gatehouse.sync.limit.WaitingRequests;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@SyncTest
class ConnectTest extends ConnectSteps {
  @Inject WaitingRequests waiting;

  @Test
  void anAccountIsConnectedAndUsed() {
    String connector = connector(oauth(false, null));

    connect(connector).statusCode(200).body(containsString("is connected"));

    sync(connector).body("outcome", equalTo("complete")).body("tools", equalTo(1));
    JsonObject asked = upstream.authorizations().getFirst();
    assertThat(asked.getString("resource")).isEqualTo(upstream.url());
    assertThat(asked.getString("scope")).isEqualTo("read");
    assertThat(asked.getString("redirect_uri")).endsWith("/connect/callback");
    assertThat(upstream.registrations()).hasSize(1);
  }

  @Test
  void gatewaysAreToldOfTheTokenAsCiphertext() {
    String connector = connector(oauth(false, null));

    connect(connector).statusCode(200);

    CredentialRotated told = rotations(connector, 1).getFirst();
    assertThat(told.ciphertext()).startsWith("vault:v1:");
    assertThat(told.user()).isNull();
    assertThat(told.expiresAt()).isNotNull();
    assertThat(told.target()).hasSize(64);
  }

  @Test
  void noTokenIsInAnyEventOrLog() throws IOException {
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);
    sync(connector).statusCode(200);

    upstream.endGrants();
    sync(connector).body("outcome", equalTo("failed"));

    for (String topic : List.of(Topics.CREDENTIAL, Topics.DISCOVERY, Topics.AUDIT)) {
      for (Published.Entry entry : Published.read(topic, connectors.organisation())) {
        upstream.secrets().forEach(secret -> assertThat(entry.text()).doesNotContain(secret));
      }
    }
    String log = Files.readString(Path.of("target/service.log"));
    upstream.secrets().forEach(secret -> assertThat(log).doesNotContain(secret));
  }

  @Test
  void aLinkAsksForSignIn() {
    String ticket = start(connector(oauth(false, null)));

    Response answer = given().redirects().follow(false).get(ticket);

    answer.then().statusCode(303).header("Location", containsString("/login?next=/connect/"));
  }

  @Test
  void aLinkIsGoodForThePersonOnlyWhoAskedForIt() {
    String other = identities.member(connectors.organisation(), Role.OWNER);
    String ticket = start(connector(oauth(false, null)));

    Response answer = at(other).get(ticket);

    answer.then().statusCode(403);
    assertThat(at(user).get(ticket).statusCode()).isEqualTo(303);
  }

  @Test
  void aLinkIsGoodOnce() {
    String ticket = start(connector(oauth(false, null)));
    at(user).get(ticket).then().statusCode(303);

    Response again = at(user).get(ticket);

    again.then().statusCode(404);
  }

  @Test
  void whoComesFromTheSignInPageIsLedOnByAPage() {
    String ticket = start(connector(oauth(false, null)));

    Response answer = at(user).get(ticket + "?go=1");

    answer
        .then()
        .statusCode(200)
        .header("Content-Security-Policy", containsString("default-src 'none'"))
        .body(containsString("http-equiv=\"refresh\""))
        .body(containsString(upstream.origin() + "/authorize?"));
  }

  @Test
  void anAnswerIsGoodForThePersonOnlyWhoWent() {
    String other = identities.member(connectors.organisation(), Role.OWNER);
    String answer = answer(connector(oauth(false, null)));

    Response refused = at(other).get(answer);

    refused.then().statusCode(400);
    assertThat(upstream.tokenRequests("authorization_code")).isEmpty();
  }

  @Test
  void anAnswerIsGoodOnce() {
    String answer = answer(connector(oauth(false, null)));
    at(user).get(answer).then().statusCode(200);

    Response again = at(user).get(answer);

    again.then().statusCode(400);
    assertThat(upstream.tokenRequests("authorization_code")).hasSize(1);
  }

  @Test
  void theAnswerOfAnotherAuthorizationServerIsNotRedeemed() {
    upstream.answeringAs("https://elsewhere.example");

    connect(connector(oauth(false, null))).statusCode(400);

    assertThat(upstream.tokenRequests("authorization_code")).isEmpty();
  }

  @Test
  void metadataOfAnotherIssuerIsRefused() {
    upstream.metadata(document -> document.put("issuer", "https://elsewhere.example"));

    Response answer = at(user).get(start(connector(oauth(false, null))));

    answer.then().statusCode(400).body(containsString("names another issuer"));
  }

  @Test
  void aServerThatDoesNotSayThatItHasPkceIsRefused() {
    upstream.metadata(document -> document.remove("code_challenge_methods_supported"));

    Response answer = at(user).get(start(connector(oauth(false, null))));

    answer.then().statusCode(400).body(containsString("PKCE"));
  }

  @Test
  void theMetadataOfAnotherResourceIsRefused() {
    upstream.resource(document -> document.put("resource", "https://elsewhere.example/mcp"));

    Response answer = at(user).get(start(connector(oauth(false, null))));

    answer.then().statusCode(400).body(containsString("another resource"));
  }

  @Test
  void aLinkThatWouldRunSomethingIsNotOpened() {
    upstream.metadata(document -> document.put("authorization_endpoint", "javascript:alert(1)"));

    Response answer = at(user).get(start(connector(oauth(false, null))));

    answer.then().statusCode(400).body(not(containsString("javascript:")));
  }

  @Test
  void aPersonThatLeftTheOrganisationConnectsNothing() {
    String answer = answer(connector(oauth(false, null)));
    identities.leave(connectors.organisation(), user);

    Response refused = at(user).get(answer);

    refused.then().statusCode(400).body(containsString("may not connect"));
  }

  @Test
  void tokensAreRenewedAheadOfTheirEnd() {
    upstream.tokensFor(6);
    String connector = connector(oauth(false, null));

    connect(connector).statusCode(200);

    List<CredentialRotated> told = rotations(connector, 2);
    assertThat(told.get(1).version()).isGreaterThan(told.get(0).version());
    assertThat(upstream.tokenRequests("refresh_token").getFirst().getString("resource"))
        .isEqualTo(upstream.url());
  }

  @Test
  void aGrantThatHasEndedNeedsSignInAndIsNotTriedAgain() {
    upstream.tokensFor(4);
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);
    upstream.endGrants();

    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> account(connector).body("state", equalTo("needs_sign_in")));

    int asked = upstream.tokenRequests("refresh_token").size();
    assertThat(health(connector)).contains(HealthChanged.State.NEEDS_SIGN_IN);
    Published.until(
        Topics.CREDENTIAL, connectors.organisation(), entries -> entries.getLast().isTombstone());
    sync(connector).body("outcome", equalTo("failed"));
    assertThat(upstream.tokenRequests("refresh_token")).hasSize(asked);
  }

  @Test
  void anAuthorizationServerThatIsAwayIsTriedAgainLater() {
    upstream.tokensFor(4);
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);
    upstream.refusingTokenRequests(503);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> !upstream.tokenRequests("refresh_token").isEmpty());

    upstream.answeringTokenRequests(200, "");

    rotations(connector, 2);
    account(connector).body("state", equalTo("connected"));
  }

  @Test
  void aTokenThatTheUpstreamRefusesIsRenewedEarly() {
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);
    sync(connector).body("outcome", equalTo("complete"));
    upstream.forgetAccessTokens();

    ValidatableResponse run = sync(connector);

    run.body("outcome", equalTo("complete"));
    assertThat(upstream.tokenRequests("refresh_token")).hasSize(1);
  }

  @Test
  void moreRightsAreAskedForWithThoseThatWereGranted() {
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);
    upstream.needing("write");
    sync(connector).body("outcome", equalTo("failed"));
    account(connector).body("wantedScope", equalTo("write"));

    String location = at(user).get(start(connector)).getHeader("Location");
    assertThat(location)
        .containsPattern("scope=(read%20write|write%20read|read\\+write|write\\+read)");
  }

  @Test
  void eachUserConnectsAlone() {
    String other = identities.member(connectors.organisation(), Role.VIEWER);
    String connector = connector(oauth(true, null));

    connect(connector).statusCode(200).body(containsString("Your account"));

    assertThat(rotations(connector, 1).getFirst().user()).isEqualTo(user);
    account(connector).body("state", equalTo("connected"));
    by(other)
        .get("/api/mcps/" + connector + "/oauth/account")
        .then()
        .body("state", equalTo("none"));
    sync(connector).body("outcome", equalTo("failed")).body("reason", startsWith("No user"));
  }

  @Test
  void syncsLookWithTheAccountOfTheDiscoveryUser() {
    String connector = connector(oauth(true, user));
    connect(connector).statusCode(200);

    ValidatableResponse run = sync(connector);

    run.body("outcome", equalTo("complete"));
  }

  @Test
  void aServiceKeyHasNoBrowser() {
    String connector = connector(oauth(false, null));

    Response answer =
        as(new Caller(
                null,
                "key",
                null,
                null,
                connectors.organisation(),
                Role.ADMIN,
                Set.of(Scope.values()),
                null))
            .post("/api/mcps/" + connector + "/oauth/start");

    answer.then().statusCode(403);
  }

  @Test
  void aViewerDoesNotConnectTheConnector() {
    String viewer = identities.member(connectors.organisation(), Role.VIEWER);
    String connector = connector(oauth(false, null));

    Response answer = by(viewer, Role.VIEWER).post("/api/mcps/" + connector + "/oauth/start");

    answer.then().statusCode(403);
  }

  @Test
  void anotherOrganisationsConnectorIsNotFound() {
    String connector = connector(oauth(false, null));
    start(connector);
    try (Connectors others = new Connectors()) {
      for (String path : List.of("start", "account")) {
        RequestSpecification request = others.request();
        Response answer =
            path.equals("start")
                ? request.post("/api/mcps/" + connector + "/oauth/start")
                : request.get("/api/mcps/" + connector + "/oauth/account");
        answer.then().statusCode(404);
      }
    }
  }

  @Test
  void tokensDoNotFollowTheConnectorToAnotherAddress() {
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);
    rotations(connector, 1);

    publish(connector, "http://127.0.0.1:9998/mcp", oauth(false, null), 2);

    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> account(connector).body("state", equalTo("none")));
  }

  @Test
  void aClientOfItsOwnGetsTokensWithoutABrowser() {
    upstream.tokensFor(6);
    upstream.metadata(document -> document.put("scopes_supported", List.of("offline_access")));
    String connector = connectorWithClient("client_credentials", List.of("a"));

    ValidatableResponse run = sync(connector);

    run.body("outcome", equalTo("complete"));
    assertThat(upstream.tokenRequests("client_credentials").getFirst().getString("scope"))
        .isEqualTo("a");
    rotations(connector, 2);
  }

  @Test
  void anOrganisationThatHoldsItsShareOfRequestsWaitsAndItsLinkStaysGood() {
    String ticket = start(connector(oauth(false, null)));
    try (var _ = waiting.enter(connectors.organisation());
        var _ = waiting.enter(connectors.organisation())) {

      Response answer = at(user).get(ticket);

      answer.then().statusCode(503).body(containsString("Try again"));
    }
    assertThat(at(user).get(ticket).statusCode()).isEqualTo(303);
  }

  @Test
  void anAnswerThatComesWhileTheOrganisationHoldsItsShareStaysGood() {
    String answer = answer(connector(oauth(false, null)));
    try (var _ = waiting.enter(connectors.organisation());
        var _ = waiting.enter(connectors.organisation())) {

      Response refused = at(user).get(answer);

      refused.then().statusCode(503).body(containsString("Try again"));
    }
    at(user).get(answer).then().statusCode(200);
  }

  @Test
  void whoConnectsWhileVaultIsSealedIsToldSo() {
    String answer = answer(connector(oauth(false, null)));
    TestVault.seal();

    Response refused = at(user).get(answer);

    TestVault.unseal();
    refused.then().statusCode(503).body(containsString("Start again"));
  }

  @Test
  void theClientIsRegisteredOnce() {
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);

    connect(connector).statusCode(200);

    assertThat(upstream.registrations()).hasSize(1);
  }

  @Test
  void disconnectingForgetsTheTokens() {
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);

    by(user).delete("/api/mcps/" + connector + "/oauth/account").then().statusCode(204);

    account(connector).body("state", equalTo("needs_sign_in"));
    sync(connector).body("outcome", equalTo("failed"));
  }

  @Test
  void tellsAuthorizationServersWhoGatehouseIs() {
    Response document = given().get("/connect/client-metadata.json");

    document
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("client_id", containsString("/connect/client-metadata.json"))
        .body("redirect_uris[0]", containsString("/connect/callback"))
        .body("token_endpoint_auth_method", equalTo("none"));
  }
}
