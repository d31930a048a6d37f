package dev.gatehouse.audit.destination;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static dev.gatehouse.audit.testing.AuditTopic.patched;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.http.TargetVerdict;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.testing.TestIdentities;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records reach the systems of their organisation. */
@AuditTest
class DestinationTest {
  private static final String SECRET = "Bearer s3cret-of-the-siem";
  private static final String HOSTILE = "a\n<13>1 forged\r\u0000 \u2028 é";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String WAITING =
      "SELECT pid FROM pg_stat_activity WHERE wait_event = 'advisory'"
          + " AND datname = current_database()";

  @Inject IdentityView view;
  @TempDir Path temp;

  private TestIdentities identities;
  private AuditTopic topic;
  private WebhookSink webhook;
  private String organisation;
  private String admin;

  @BeforeEach
  void anOrganisation() throws IOException {
    identities = new TestIdentities(view);
    topic = new AuditTopic();
    webhook = WebhookSink.start();
    organisation = identities.organisation("acme-" + TestIdentities.newId());
    admin = identities.serviceKey(organisation, Role.ADMIN, Scope.READ, Scope.ADMIN);
  }

  @AfterEach
  void close() {
    // What is left would be tried for as long as the tests run.
    List<String> ids = bearer(admin).get("/api/audit/destinations").path("id");
    ids.forEach(id -> bearer(admin).delete("/api/audit/destinations/" + id));
    webhook.close();
    topic.close();
    identities.close();
  }

  @Test
  void aWebhookGetsTheRecordsThatAreAdded() {
    topic.publish(call(organisation, "before"));
    awaitStored("before");
    String id = create(body(webhook.url()).set("headers", headers())).extract().path("id");

    topic.publish(call(organisation, "first"), call(organisation, "second"));
    topic.publish(call(TestIdentities.newId(), "theirs"));

    await().atMost(LIMIT).until(() -> webhook.tools().containsAll(List.of("first", "second")));
    assertThat(webhook.tools()).doesNotContain("before", "theirs");
    assertThat(webhook.header("Authorization")).isEqualTo(SECRET);
    awaitState(id, "OK");
  }

  @Test
  void whatIsNotAcknowledgedIsSentAgainAndToldMeanwhile() {
    String id = create(body(webhook.url())).extract().path("id");
    webhook.answer(500);
    topic.publish(IntStream.range(0, 1_200).mapToObj(i -> call(organisation, "t" + i)).toList());

    awaitState(id, "FAILING").body("problem", equalTo("The webhook answers with HTTP status 500"));
    webhook.answer(200);

    await()
        .atMost(LIMIT)
        .until(() ->
            webhook.tools().containsAll(IntStream.range(0, 1_200).mapToObj(i -> "t" + i).toList()));
    awaitState(id, "OK").body("failures", equalTo(0));
  }

  @Test
  void aRedirectIsNoAcknowledgementAndIsNotFollowed() {
    String id = create(body(webhook.url())).extract().path("id");
    webhook.answer(307);

    topic.publish(call(organisation, "sent"));

    awaitState(id, "FAILING").body("problem", equalTo("The webhook answers with HTTP status 307"));
  }

  @Test
  void aServerOfSyslogGetsMessagesThatCannotBeForged() throws IOException {
    try (SyslogSink syslog = SyslogSink.start(ServerSocketFactory.getDefault())) {
      create(body("syslog+tcp://127.0.0.1:" + syslog.port()).put("format", "CEF"));

      topic.publish(
          patched(
              call(organisation, "x"),
              "{\"outcome\":{\"status\":\"DENIED\"},\"target\":"
                  + Json.mapper().createObjectNode().put("kind", "tool").put("name", HOSTILE)
                  + "}"));

      await()
          .atMost(LIMIT)
          .until(() -> syslog.messages().stream().anyMatch(m -> m.id().equals("tool.call")));
      assertThat(syslog.messages())
          .filteredOn(message -> message.id().equals("tool.call"))
          .singleElement()
          .satisfies(message -> {
            assertThat(message.priority()).isEqualTo(13 * 8 + 4);
            assertThat(message.app()).isEqualTo("gatehouse");
            assertThat(message.process()).isEqualTo("gateway");
            assertThat(message.text()).startsWith("CEF:0|").contains("a\\n<13>1 forged");
          });
    }
  }

  @Test
  void aServerOfSyslogIsKnownByItsCertificate() throws Exception {
    ServerCertificate certificate = ServerCertificate.make(temp);
    try (SyslogSink syslog = SyslogSink.start(certificate.context().getServerSocketFactory())) {
      String url = "syslog+tls://127.0.0.1:" + syslog.port();
      String other = ServerCertificate.make(temp).pem();
      String id = create(body(url).put("certificateAuthority", other)).extract().path("id");
      topic.publish(call(organisation, "sent"));
      awaitState(id, "FAILING").body("problem", containsString("certificate"));
      assertThat(syslog.messages()).isEmpty();

      put(id, body(url).put("certificateAuthority", certificate.pem())).statusCode(200);

      await().atMost(LIMIT).until(() -> !syslog.messages().isEmpty());
      assertThat(Json.mapper().readTree(syslog.messages().getLast().text()).path("organisation"))
          .isEqualTo(Json.mapper().getNodeFactory().textNode(organisation));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aServerOfSyslogThatEndsTlsHasAcknowledged(String protocol) throws Exception {
    ServerCertificate certificate = ServerCertificate.make(temp);
    SSLServerSocket server =
        (SSLServerSocket)
            certificate
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server.setEnabledProtocols(new String[] {protocol});
    try (SyslogSink syslog = new SyslogSink(server)) {
      String id =
          create(
                  body("syslog+tls://127.0.0.1:" + syslog.port())
                      .put("certificateAuthority", certificate.pem()))
              .extract()
              .path("id");

      topic.publish(call(organisation, "sent"));

      awaitDelivered(id).body("failures", equalTo(0));
      assertThat(syslog.messages()).isNotEmpty();
    }
  }

  @Test
  void aServerOfSyslogWhoseConnectionIsCutBelowTlsHasAcknowledgedNothing() throws Exception {
    ServerCertificate certificate = ServerCertificate.make(temp);
    try (CutServer syslog = CutServer.start(certificate.context())) {
      ObjectNode body = body(syslog.url()).put("certificateAuthority", certificate.pem());
      String id = create(body).extract().path("id");

      topic.publish(call(organisation, "sent"));

      await().atMost(LIMIT).until(() -> syslog.bytes() > 0);
      awaitState(id, "FAILING")
          .body("problem", containsString("close_notify"))
          .body("delivered", equalTo(0));

      put(id, body.put("silenceAcknowledges", true)).statusCode(200);

      awaitDelivered(id).body("failures", equalTo(0));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest",
        "https://10.0.0.1/",
        "https://localhost.example.internal/",
        "syslog+tcp://10.0.0.1:6514",
        "syslog+tls://169.254.169.254:6514"
      })
  void anAddressThatTheOperatorDoesNotPermitIsNotReached(String url) {
    String id = create(body(url)).extract().path("id");

    topic.publish(call(organisation, "sent"));

    awaitState(id, "FAILING")
        .body("problem", equalTo("The target is not permitted or does not resolve"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://no-such-host.invalid/", "syslog+tls://no-such-host.invalid:6514"})
  void aNameThatDoesNotResolveIsToldApart(String url) {
    String id = create(body(url)).extract().path("id");

    topic.publish(call(organisation, "sent"));

    awaitState(id, "FAILING").body("problem", equalTo(TargetVerdict.Unresolved.MESSAGE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://127.0.0.1/",
        "https://user:secret@example.com/",
        "https:///x",
        "https://example.com/collect?token=abc",
        "https://example.com/collect?a=b&api%2Dkey=abc",
        "https://example.com/collect?sig=abc",
        "syslog+tcp://127.0.0.1",
        "syslog+tls://127.0.0.1:6514/path",
        "not a url"
      })
  void takesNoOtherUrl(String url) {
    post(body(url)).statusCode(400).body("errors.pointer", equalTo(List.of("/url")));
  }

  @Test
  void credentialsAreKeptAndNeverShown() {
    String id = create(body(webhook.url()).set("headers", headers())).extract().path("id");

    bearer(admin)
        .get("/api/audit/destinations/" + id)
        .then()
        .body("hasCredentials", equalTo(true))
        .body(not(containsString("s3cret")));
    assertThat(
            TestDatabase.select("SELECT document FROM audit_destination WHERE id = '" + id + "'"))
        .singleElement()
        .asString()
        .doesNotContain("s3cret");
    await()
        .atMost(LIMIT)
        .untilAsserted(() ->
            assertThat(
                    TestDatabase.select(
                        "SELECT record FROM audit_record WHERE organisation = '%s' AND action = 'audit.destination.create'"
                            .formatted(organisation)))
                .singleElement()
                .asString()
                .contains(id)
                .doesNotContain("s3cret"));
  }

  @Test
  void credentialsDoNotGoToAnotherAddress() throws IOException {
    String id = create(body(webhook.url()).set("headers", headers())).extract().path("id");
    try (WebhookSink other = WebhookSink.start()) {
      put(id, body(other.url())).statusCode(409);
      ObjectNode fresh = Json.mapper().createObjectNode().put("Authorization", "Bearer other");
      put(id, body(other.url()).set("headers", fresh)).statusCode(200);

      topic.publish(call(organisation, "sent"));

      await().atMost(LIMIT).until(() -> other.tools().contains("sent"));
      assertThat(other.header("Authorization")).isEqualTo("Bearer other");
      assertThat(webhook.tools()).doesNotContain("sent");
      put(id, body(other.url()).set("headers", Json.mapper().createObjectNode()))
          .statusCode(200)
          .body("hasCredentials", equalTo(false));
    }
  }

  @Test
  void credentialsOfAChangeThatIsUnderWayOrFailsDoNotGoToTheOldAddress() throws Exception {
    String id = create(body(webhook.url()).set("headers", headers())).extract().path("id");
    ObjectNode fresh = Json.mapper().createObjectNode().put("Authorization", "Bearer other");
    JsonNode change = body("https://192.0.2.1/").set("headers", fresh);
    topic.publish(call(organisation, "first"));
    await().atMost(LIMIT).until(() -> webhook.tools().contains("first"));

    try (Connection other = TestDatabase.superuser();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      other.setAutoCommit(false);
      // As another change of the organisation holds it.
      TestDatabase.select(
          other,
          "SELECT pg_advisory_xact_lock(hashtextextended('%s', 42))".formatted(organisation));
      Future<Integer> changing =
          threads.submit(
              () -> json(admin, change).put("/api/audit/destinations/" + id).statusCode());
      await().atMost(LIMIT).until(() -> !TestDatabase.select(WAITING).isEmpty());

      topic.publish(call(organisation, "second"));
      await().atMost(LIMIT).until(() -> webhook.tools().contains("second"));
      assertThat(webhook.header("Authorization")).isEqualTo(SECRET);

      TestDatabase.select(WAITING.replace("pid", "pg_terminate_backend(pid)"));
      assertThat(changing.get()).isGreaterThanOrEqualTo(500);
      other.rollback();
    }

    topic.publish(call(organisation, "third"));
    await().atMost(LIMIT).until(() -> webhook.tools().contains("third"));
    assertThat(webhook.header("Authorization")).isEqualTo(SECRET);
  }

  @Test
  void whatIsOffGetsNothingUntilItIsOnAgain() throws IOException {
    String id = create(body(webhook.url()).put("enabled", false)).extract().path("id");
    topic.publish(call(organisation, "meanwhile"));
    awaitStored("meanwhile");
    awaitState(id, "OFF");
    try (WebhookSink on = WebhookSink.start()) {
      create(body(on.url()));
      topic.publish(call(organisation, "later"));
      await().atMost(LIMIT).until(() -> on.tools().contains("later"));
    }
    assertThat(webhook.requests()).isZero();

    put(id, body(webhook.url())).statusCode(200);

    await().atMost(LIMIT).until(() -> webhook.tools().contains("meanwhile"));
  }

  @Test
  void isForAdministratorsOfTheOrganisationOnly() {
    String id = create(body(webhook.url())).extract().path("id");
    String path = "/api/audit/destinations/" + id;
    String editor = identities.serviceKey(organisation, Role.EDITOR, Scope.READ, Scope.WRITE);
    String others = identities.organisation("other-" + TestIdentities.newId());
    String theirs = identities.serviceKey(others, Role.OWNER, Scope.READ, Scope.ADMIN);

    bearer(editor).get("/api/audit/destinations").then().statusCode(403);
    bearer(editor).get(path).then().statusCode(403);
    json(editor, body(webhook.url())).post("/api/audit/destinations").then().statusCode(403);
    json(editor, body(webhook.url())).put(path).then().statusCode(403);
    bearer(editor).delete(path).then().statusCode(403);
    bearer(theirs).get(path).then().statusCode(404);
    json(theirs, body(webhook.url())).put(path).then().statusCode(404);
    bearer(theirs).delete(path).then().statusCode(404);
    bearer(theirs).get("/api/audit/destinations").then().body("size()", equalTo(0));
  }

  @Test
  void anOrganisationHasSoManyAndNoMore() {
    for (int i = 0; i < 10; i++) {
      create(body(webhook.url()).put("enabled", false));
    }

    post(body(webhook.url())).statusCode(409);
  }

  private static ObjectNode body(String url) {
    return Json.mapper()
        .createObjectNode()
        .put("name", "SIEM")
        .put("url", url)
        .put("everySeconds", 5);
  }

  private static ObjectNode headers() {
    return Json.mapper().createObjectNode().put("Authorization", SECRET);
  }

  private ValidatableResponse create(JsonNode body) {
    return post(body).statusCode(201);
  }

  private ValidatableResponse post(JsonNode body) {
    return json(admin, body).post("/api/audit/destinations").then();
  }

  private ValidatableResponse put(String id, JsonNode body) {
    return json(admin, body).put("/api/audit/destinations/" + id).then();
  }

  private static RequestSpecification json(String key, JsonNode body) {
    return bearer(key).contentType("application/json").body(body.toString());
  }

  private static RequestSpecification bearer(String key) {
    return given().header("Authorization", "Bearer " + key);
  }

  private ValidatableResponse awaitState(String id, String state) {
    return await()
        .atMost(LIMIT)
        .until(
            () -> bearer(admin).get("/api/audit/destinations/" + id),
            response -> state.equals(response.path("state")))
        .then();
  }

  private ValidatableResponse awaitDelivered(String id) {
    return await()
        .atMost(LIMIT)
        .until(
            () -> bearer(admin).get("/api/audit/destinations/" + id),
            response -> response.<Integer>path("delivered") > 0)
        .then();
  }

  private void awaitStored(String tool) {
    await()
        .atMost(LIMIT)
        .until(() ->
            !TestDatabase.select(
                    "SELECT id FROM audit_record WHERE organisation = '%s' AND tool = '%s'"
                        .formatted(organisation, tool))
                .isEmpty());
  }
}
