package dev.gatehouse.sync.connect;

import static io.restassured.RestAssured.given;

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
import dev.gatehouse.sync.Loops;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An organisation with a member, an upstream that asks for tokens, and what people do there. */
abstract class ConnectSteps {
  static final Duration PATIENCE = Duration.ofSeconds(40);

  @Inject IdentityView view;

  Connectors connectors;
  TestIdentities identities;
  AuthorizationFixture upstream;
  String user;

  @BeforeEach
  void aMemberAndAnUpstream() {
    connectors = new Connectors();
    identities = new TestIdentities(view);
    upstream = new AuthorizationFixture(Loops.VERTX);
    user = identities.member(connectors.organisation(), Role.EDITOR);
  }

  @AfterEach
  void close() {
    TestVault.unseal();
    upstream.close();
    identities.close();
    connectors.close();
  }

  static UpstreamOAuth oauth(boolean perUser, String discoveryUser) {
    return new UpstreamOAuth("authorization_code", perUser, null, null, List.of(), discoveryUser);
  }

  /** One whose client was registered beforehand, with a secret. */
  String connectorWithClient(String grant, List<String> scopes) {
    String path = "orgs/" + connectors.organisation() + "/connectors/" + TestIdentities.newId();
    TestVault.write(path, Map.of("headers", Map.of(), "clientSecret", "hunter2-do-not-show"));
    String id = TestIdentities.newId();
    publish(
        id,
        upstream.url(),
        new UpstreamOAuth(grant, false, "me", null, scopes, null),
        new CredentialReference(path, 1),
        1);
    return id;
  }

  String connector(UpstreamOAuth oauth) {
    String id = TestIdentities.newId();
    publish(id, upstream.url(), oauth, 1);
    return id;
  }

  void publish(String id, String url, UpstreamOAuth oauth, long revision) {
    publish(id, url, oauth, null, revision);
  }

  /** Publishes a connector and, where it is new, waits until it is known. */
  void publish(
      String id, String url, UpstreamOAuth oauth, CredentialReference credential, long revision) {
    send(id, url, oauth, credential, revision);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> by(user).get("/api/mcps/" + id + "/oauth/account").statusCode() != 404);
  }

  void send(
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
  String start(String connector) {
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
  String answer(String connector) {
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

  ValidatableResponse connect(String connector) {
    return at(user).get(answer(connector)).then();
  }

  ValidatableResponse sync(String connector) {
    return connectors.request().post("/api/sync/" + connector).then().statusCode(200);
  }

  ValidatableResponse account(String connector) {
    return by(user).get("/api/mcps/" + connector + "/oauth/account").then().statusCode(200);
  }

  /** A browser that is signed in. */
  static RequestSpecification at(String who) {
    return given()
        .urlEncodingEnabled(false)
        .redirects()
        .follow(false)
        .header("Cookie", "user=" + who);
  }

  RequestSpecification by(String who) {
    return by(who, Role.EDITOR);
  }

  RequestSpecification by(String who, Role role) {
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

  static RequestSpecification as(Caller caller) {
    return given()
        .header(
            "Gatehouse-Caller", TestKeys.current().assertion("gateway", "connector-sync", caller));
  }

  List<CredentialRotated> rotations(String connector, int atLeast) {
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

  static List<Published.Entry> rotations(List<Published.Entry> entries, String connector) {
    return entries.stream()
        .filter(entry ->
            entry.event() instanceof CredentialRotated told && told.connector().equals(connector))
        .toList();
  }

  List<HealthChanged.State> health(String connector) {
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
