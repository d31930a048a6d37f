package dev.gatehouse.sync.connect;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.CredentialReference;
import dev.gatehouse.platform.event.CatalogEvent.UpstreamOAuth;
import dev.gatehouse.platform.event.CredentialEvent.CredentialRotated;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.Published;
import dev.gatehouse.platform.testing.TestIdentities;
import dev.gatehouse.platform.testing.TestKeys;
import dev.gatehouse.platform.testing.TestVault;
import dev.gatehouse.sync.Connectors;
import dev.gatehouse.sync.SyncTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SyncTest
class ConnectTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static Vertx vertx;

  @Inject IdentityView view;

  private Connectors connectors;
  private TestIdentities identities;
  private AuthorizationFixture upstream;
  private String user;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @BeforeEach
  void aMemberAndAnUpstream() {
    connectors = new Connectors();
    identities = new TestIdentities(view);
    upstream = new AuthorizationFixture(vertx);
    user = identities.member(connectors.organisation(), Role.EDITOR);
  }

  @AfterEach
  void close() {
    upstream.close();
    identities.close();
    connectors.close();
  }

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

    upstream.refusingTokenRequests(200);

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
    assertThat(location).contains("scope=").contains("write");
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
    String path = "orgs/" + connectors.organisation() + "/connectors/" + TestIdentities.newId();
    TestVault.write(path, Map.of("headers", Map.of(), "clientSecret", "hunter2-do-not-show"));
    String connector = TestIdentities.newId();
    publish(
        connector,
        upstream.url(),
        new UpstreamOAuth("client_credentials", false, "me", null, List.of("a"), null),
        new CredentialReference(path, 1),
        1);

    ValidatableResponse run = sync(connector);

    run.body("outcome", equalTo("complete"));
    assertThat(upstream.tokenRequests("client_credentials").getFirst().getString("scope"))
        .isEqualTo("a");
    rotations(connector, 2);
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

  private static UpstreamOAuth oauth(boolean perUser, String discoveryUser) {
    return new UpstreamOAuth("authorization_code", perUser, null, null, List.of(), discoveryUser);
  }

  private String connector(UpstreamOAuth oauth) {
    String id = TestIdentities.newId();
    publish(id, upstream.url(), oauth, 1);
    return id;
  }

  private void publish(String id, String url, UpstreamOAuth oauth, long revision) {
    publish(id, url, oauth, null, revision);
  }

  /** Publishes a connector and, where it is new, waits until it is known. */
  private void publish(
      String id, String url, UpstreamOAuth oauth, CredentialReference credential, long revision) {
    send(id, url, oauth, credential, revision);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> by(user).get("/api/mcps/" + id + "/oauth/account").statusCode() != 404);
  }

  private void send(
      String id, String url, UpstreamOAuth oauth, CredentialReference credential, long revision) {
    ConnectorManifest m = connectors.manifest(id, url, credential, true, revision);
    connectors.publish(
        new ConnectorManifest(
            m.organisation(),
            m.id(),
            m.slug(),
            m.name(),
            m.kind(),
            m.transport(),
            m.url(),
            m.enabled(),
            m.trustedAnnotations(),
            m.validateArguments(),
            m.credential(),
            m.forwardedHeaders(),
            m.timeoutMillis(),
            m.revision(),
            oauth,
            null));
  }

  /** The path of a link for {@link #user}. */
  private String start(String connector) {
    String url =
        by(user)
            .post("/api/mcps/" + connector + "/oauth/start")
            .then()
            .statusCode(200)
            .extract()
            .path("url");
    return URI.create(url).getPath();
  }

  /** What the authorization server answers, as path and query. */
  private String answer(String connector) {
    String there =
        at(user).get(start(connector)).then().statusCode(303).extract().header("Location");
    URI back =
        URI.create(
            given()
                .urlEncodingEnabled(false)
                .redirects()
                .follow(false)
                .get(URI.create(there))
                .getHeader("Location"));
    return back.getRawPath() + "?" + back.getRawQuery();
  }

  private ValidatableResponse connect(String connector) {
    return at(user).get(answer(connector)).then();
  }

  private ValidatableResponse sync(String connector) {
    return connectors.request().post("/api/sync/" + connector).then().statusCode(200);
  }

  private ValidatableResponse account(String connector) {
    return by(user).get("/api/mcps/" + connector + "/oauth/account").then().statusCode(200);
  }

  /** A browser that is signed in. */
  private static RequestSpecification at(String who) {
    return given()
        .urlEncodingEnabled(false)
        .redirects()
        .follow(false)
        .header("Cookie", "user=" + who);
  }

  private RequestSpecification by(String who) {
    return by(who, Role.EDITOR);
  }

  private RequestSpecification by(String who, Role role) {
    return as(
        new Caller(
            who,
            null,
            null,
            null,
            connectors.organisation(),
            role,
            Set.of(Scope.READ, Scope.WRITE),
            null));
  }

  private static RequestSpecification as(Caller caller) {
    return given()
        .header(
            "Gatehouse-Caller", TestKeys.current().assertion("gateway", "connector-sync", caller));
  }

  private List<CredentialRotated> rotations(String connector, int atLeast) {
    return Published.until(
            Topics.CREDENTIAL,
            connectors.organisation(),
            entries -> rotations(entries, connector).size() >= atLeast)
        .stream()
        .map(Published.Entry::event)
        .filter(CredentialRotated.class::isInstance)
        .map(CredentialRotated.class::cast)
        .toList();
  }

  private static List<Published.Entry> rotations(List<Published.Entry> entries, String connector) {
    return entries.stream()
        .filter(entry ->
            entry.event() instanceof CredentialRotated told && told.connector().equals(connector))
        .toList();
  }

  private List<HealthChanged.State> health(String connector) {
    return Published.until(
            Topics.DISCOVERY,
            connectors.organisation(),
            entries -> entries.stream().anyMatch(e -> e.event() instanceof HealthChanged))
        .stream()
        .map(Published.Entry::event)
        .filter(HealthChanged.class::isInstance)
        .map(HealthChanged.class::cast)
        .filter(told -> told.connector().equals(connector))
        .map(HealthChanged::state)
        .toList();
  }
}
