package dev.gatehouse.audit.query;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Outcome.Status;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.IdentityEvent.ApiKeyChanged;
import dev.gatehouse.platform.identity.ApiKeySecret;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.TestIdentities;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@AuditTest
class AuditResourceTest {
  private static final Actor USER = new Actor("user-9", "client-9", "key-9", null, null);

  @Inject IdentityView view;

  private final Instant base = Instant.now().minus(2, ChronoUnit.HOURS);
  private TestIdentities identities;
  private AuditTopic topic;
  private String organisation;
  private String key;

  @BeforeEach
  void anOrganisationWithAKey() {
    identities = new TestIdentities(view);
    topic = new AuditTopic();
    organisation = identities.organisation("acme-" + TestIdentities.newId());
    key = identities.serviceKey(organisation, Role.VIEWER, Scope.READ);
  }

  @AfterEach
  void close() {
    topic.close();
    identities.close();
  }

  @Test
  void listsTheWholeRecordNewestFirst() {
    AuditRecord older = minute(1, call(organisation, "echo"));
    AuditRecord newer = minute(2, call(organisation, "add"));
    store(older, newer);

    JsonPath page = list("action=tool.call");

    assertThat(page.getList("events.id")).containsExactly(newer.id(), older.id());
    assertThat(page.getMap("events[1].actor"))
        .containsEntry("user", "user-1")
        .containsEntry("client", "client-1");
    assertThat(page.getString("events[1].input.content.message")).isEqualTo("hello");
    assertThat(page.getString("events[1].occurredAt")).isEqualTo(older.occurredAt().toString());
    assertThat(page.getString("nextCursor")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "action=gateway.create",
    "tool=upstream-name",
    "tool=exposed-name",
    "connector=connector-9",
    "gateway=gateway-9",
    "actor=user-9",
    "outcome=DENIED",
    "outcome=denied",
    "status=DENIED",
    "client=client-9",
    "key=key-9",
  })
  void filters(String filter) {
    AuditRecord other = minute(1, call(organisation, "echo"));
    AuditRecord wanted =
        AuditTopic.with(
            minute(2, call(organisation, "echo")),
            USER,
            "gateway.create",
            new Target("tool", "t", "exposed-name", "connector-9", "gateway-9", "upstream-name"),
            new Outcome(Status.DENIED, "-32602"));
    store(other, wanted);

    assertThat(list(filter).getList("events.id")).containsExactly(wanted.id());
  }

  @Test
  void takesFromInclusiveAndToExclusive() {
    AuditRecord[] records =
        IntStream.range(0, 4)
            .mapToObj(i -> minute(i, call(organisation, "echo")))
            .toArray(AuditRecord[]::new);
    store(records);

    JsonPath page = list("from=" + records[1].occurredAt() + "&to=" + records[3].occurredAt());

    assertThat(page.getList("events.id")).containsExactly(records[2].id(), records[1].id());
  }

  @Test
  void pagesStayStableWhileNewRecordsArrive() {
    AuditRecord[] records =
        IntStream.range(0, 95)
            // Several at the same instant, and over midnight.
            .mapToObj(i ->
                AuditTopic.at(
                    base.minus(i / 3 * 60L, ChronoUnit.MINUTES), call(organisation, "echo")))
            .toArray(AuditRecord[]::new);
    store(records);

    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonPath page = list("action=tool.call&limit=10" + cursor);
      seen.addAll(page.getList("events.id"));
      store(call(organisation, "a-new-one"));
      cursor =
          page.getString("nextCursor") == null ? "" : "&cursor=" + page.getString("nextCursor");
    } while (!cursor.isEmpty());

    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(Arrays.stream(records).map(AuditRecord::id).toList());
  }

  @Test
  void showsFiftyUnlessAskedForMore() {
    store(
        IntStream.range(0, 60)
            .mapToObj(i -> minute(i, call(organisation, "echo")))
            .toArray(AuditRecord[]::new));

    assertThat(list("action=tool.call").getList("events")).hasSize(50);
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, /limit",
    "limit=201, /limit",
    "limit=many, /limit",
    "from=yesterday, /from",
    "to=2026-11-20, /to",
    "from=%2B300000-01-01T00:00:00Z, /from",
    "to=-9999-01-01T00:00:00Z, /to",
    "outcome=FINE, /outcome",
    "phase=LAST, /phase",
    "minMillis=-1, /minMillis",
    "text=ab, /text",
    "skewed=maybe, /skewed",
    "cursor=abc, /cursor",
    "cursor=%00, /cursor",
    // Before the first day of PostgreSQL.
    "cursor=gAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, /cursor"
  })
  void saysWhichParameterIsWrong(String query, String pointer) {
    get("/api/audit/events?" + query)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("errors.pointer", hasItem(pointer));
  }

  @Test
  void findsOneRecord() {
    AuditRecord record = call(organisation, "echo");
    store(record);

    get("/api/audit/events/" + record.id())
        .then()
        .statusCode(200)
        .body("id", equalTo(record.id()))
        .body("target.tool", equalTo("echo"));
  }

  @Test
  void anotherOrganisationSeesNothingOfIt() {
    AuditRecord record = call(organisation, "echo");
    store(record);
    String others = identities.organisation("other-" + TestIdentities.newId());
    String otherKey = identities.serviceKey(others, Role.OWNER, Scope.READ, Scope.ADMIN);

    var one = bearer(otherKey).get("/api/audit/events/" + record.id());
    var list = bearer(otherKey).get("/api/audit/events?action=tool.call");

    one.then().statusCode(404).contentType("application/problem+json");
    list.then().statusCode(200).body("events.size()", equalTo(0));
  }

  @Test
  void aCursorOfAnotherOrganisationShowsNothingOfIt() {
    store(minute(1, call(organisation, "echo")), minute(2, call(organisation, "echo")));
    String cursor = list("action=tool.call&limit=1").getString("nextCursor");
    String others = identities.organisation("other-" + TestIdentities.newId());
    String otherKey = identities.serviceKey(others, Role.OWNER, Scope.READ);

    bearer(otherKey)
        .get("/api/audit/events?action=tool.call&cursor=" + cursor)
        .then()
        .statusCode(200)
        .body("events.size()", equalTo(0));
  }

  @Test
  void aKeyOfOneGatewaySeesTheRecordsOfThatGatewayOnly() {
    AuditRecord inside = call(organisation, "echo");
    AuditRecord outside =
        AuditTopic.with(
            call(organisation, "echo"),
            USER,
            "tool.call",
            new Target("tool", "t", "echo", "connector-1", "gateway-2", "echo"),
            Outcome.SUCCESS);
    store(inside, outside);
    String bound = keyOfGateway("gateway-1");

    var list = bearer(bound).get("/api/audit/events");
    var one = bearer(bound).get("/api/audit/events/" + outside.id());

    assertThat(list.jsonPath().getList("events.id")).containsExactly(inside.id());
    one.then().statusCode(404);
  }

  @Test
  void asksForSignIn() {
    given().get("/api/audit/events").then().statusCode(401);
  }

  @Test
  void asksForThePermissionToRead() {
    String writer = identities.serviceKey(organisation, Role.OWNER, Scope.WRITE, Scope.ADMIN);
    bearer(writer).get("/api/audit/events").then().statusCode(403);
  }

  @Test
  void saysThatItCannotAnswerWhileTheDatabaseIsAway() {
    TestDatabase.allowConnections(false);
    TestDatabase.cutConnections();
    try {
      get("/api/audit/events").then().statusCode(503).contentType("application/problem+json");
    } finally {
      TestDatabase.allowConnections(true);
    }
  }

  @Test
  void takesNoOtherMethod() {
    bearer(key).delete("/api/audit/events/" + TestIdentities.newId()).then().statusCode(405);
  }

  @Test
  void aTextThatIsNoIdIsNotFound() {
    get("/api/audit/events/no-id").then().statusCode(404);
  }

  @Test
  void readingIsRecordedOnceAndNoMore() {
    list("tool=secret-plans");

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> TestDatabase.idsOf(organisation).size() == 1);
    assertThat(
            TestDatabase.select(
                "SELECT record FROM audit_record WHERE organisation = '%s' AND action = 'audit.read'"
                    .formatted(organisation)))
        .singleElement()
        .asString()
        .contains(
            "\"tool\":\"secret-plans\"",
            "\"apiKey\":\"" + ApiKeySecret.parse(key).orElseThrow().id());
  }

  @Test
  void theReadersAddressIsTheOneThatTheEdgeSaw() {
    bearer(key).header("X-Forwarded-For", "203.0.113.9").get("/api/audit/events");

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(
                    TestDatabase.select(
                        "SELECT record FROM audit_record WHERE organisation = '%s'"
                            .formatted(organisation)))
                .singleElement()
                .asString()
                .contains("\"sourceAddress\":\"203.0.113.9\""));
  }

  @Test
  void lookingForARecordThatIsNotThereIsRecorded() {
    get("/api/audit/events/" + TestIdentities.newId()).then().statusCode(404);

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(
                    TestDatabase.select(
                        "SELECT outcome FROM audit_record WHERE organisation = '%s'"
                            .formatted(organisation)))
                .containsExactly("ERROR"));
  }

  private AuditRecord minute(int minute, AuditRecord record) {
    return AuditTopic.at(base.plus(minute, ChronoUnit.MINUTES), record);
  }

  private void store(AuditRecord... records) {
    topic.publish(records);
    List<String> ids = Arrays.stream(records).map(AuditRecord::id).toList();
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> TestDatabase.idsOf(organisation).containsAll(ids));
  }

  private String keyOfGateway(String gateway) {
    ApiKeySecret secret = ApiKeySecret.generate();
    identities.publish(
        new ApiKeyChanged(
            organisation,
            secret.id(),
            secret.hash(),
            "bound",
            null,
            Role.VIEWER,
            Set.of(Scope.READ),
            null,
            gateway));
    await().until(() -> view.check(secret) instanceof IdentityView.KeyCheck.Accepted);
    return secret.reveal();
  }

  private JsonPath list(String query) {
    return get("/api/audit/events?" + query).then().statusCode(200).extract().jsonPath();
  }

  private io.restassured.response.Response get(String path) {
    return bearer(key).get(path);
  }

  private static RequestSpecification bearer(String key) {
    return given().urlEncodingEnabled(false).header("Authorization", "Bearer " + key);
  }
}
