package dev.gatehouse.audit.query;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static dev.gatehouse.audit.testing.AuditTopic.patched;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.TestIdentities;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody asks who looks into what has happened. */
@AuditTest
class InvestigationTest {
  @Inject IdentityView view;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text=Needle%20in%20hay",
        "text=needle%20IN%20hay",
        "text=50%25_of%5C",
        "text=%22quoted%22",
        "trace=11111111111111111111111111111111",
        "minMillis=900",
        "minMillis=900&maxMillis=1100",
        "digest=d1d1",
        "service=registry",
        "phase=ATTEMPT",
      })
  void findsTheOneRecord(String filter) {
    AuditRecord other = call(organisation, "echo");
    AuditRecord wanted =
        patched(
            call(organisation, "echo"),
            """
            {"traceId":"11111111111111111111111111111111","durationMicros":1000000,"service":"registry","phase":"ATTEMPT",
             "input":{"bytes":5,"digest":"d1d1","truncated":false,
               "content":{"a":"a Needle in hay","b":"50%_of\\\\","c":"\\"quoted\\""}}}
            """);
    store(other, wanted);

    get("/api/audit/events?" + filter).body("events.id", contains(wanted.id()));
  }

  @Test
  void aToolIsListedByEitherNameOnceAndInOrder() {
    List<String> wanted = callsOfToolsWithTwoNames();

    List<String> listed = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonPath page = get("/api/audit/events?tool=wanted&limit=3" + cursor).extract().jsonPath();
      listed.addAll(page.getList("events.id"));
      String next = page.getString("nextCursor");
      cursor = next == null ? null : "&cursor=" + next;
    }

    assertThat(listed).containsExactlyElementsOf(wanted.reversed());
  }

  @Test
  void aToolIsExportedByEitherNameOnceAndInOrder() {
    List<String> wanted = callsOfToolsWithTwoNames();

    List<String> exported = new ArrayList<>();
    List<String> part;
    do {
      String after = exported.isEmpty() ? "" : "&after=" + exported.getLast();
      part =
          get("/api/audit/export?format=ndjson&tool=wanted&limit=3" + after)
              .extract()
              .asString()
              .lines()
              .map(line -> JsonPath.from(line).getString("id"))
              .toList();
      exported.addAll(part);
    } while (part.size() == 3);

    assertThat(exported).containsExactlyElementsOf(wanted);
  }

  /**
   * Seven at each instant, by all pairs of names in turn; the ids of those wanted, oldest first.
   */
  private List<String> callsOfToolsWithTwoNames() {
    Instant start = Instant.now().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
    List<String> pairs = List.of("wanted,wanted", "wanted,other", "other,wanted", "other,other");
    List<AuditRecord> records =
        IntStream.range(0, 28)
            .mapToObj(i -> {
              String[] names = pairs.get(i % pairs.size()).split(",");
              return AuditTopic.at(
                  start.plusSeconds(i / 7),
                  patched(
                      call(organisation, "echo"),
                      "{\"target\":{\"kind\":\"tool\",\"name\":\"%s\",\"tool\":\"%s\"}}"
                          .formatted(names[0], names[1])));
            })
            .toList();
    store(records.toArray(AuditRecord[]::new));
    return records.stream()
        .filter(record -> record.toString().contains("wanted"))
        .sorted(Comparator.comparing(AuditRecord::occurredAt).thenComparing(AuditRecord::id))
        .map(AuditRecord::id)
        .toList();
  }

  @Test
  void aPatternIsTakenByItsLetters() {
    store(call(organisation, "echo"));

    get("/api/audit/events?action=tool.call&text=%25%25%25").body("events", empty());
  }

  @Test
  void joinsAnAttemptAndItsOutcomeByEither() {
    AuditRecord attempt = patched(call(organisation, "create"), "{\"phase\":\"ATTEMPT\"}");
    AuditRecord outcome =
        patched(
            call(organisation, "create"),
            "{\"phase\":\"OUTCOME\",\"attempt\":\"%s\"}".formatted(attempt.id()));
    store(attempt, outcome);

    for (String id : List.of(attempt.id(), outcome.id())) {
      get("/api/audit/events/" + id + "/call")
          .body("state", equalTo("COMPLETE"))
          .body("attempt.id", equalTo(attempt.id()))
          .body("outcome.id", equalTo(outcome.id()));
    }
  }

  @Test
  void anAttemptWithoutOutcomeIsOpen() {
    AuditRecord attempt = patched(call(organisation, "create"), "{\"phase\":\"ATTEMPT\"}");
    store(attempt);

    get("/api/audit/events/" + attempt.id() + "/call")
        .body("state", equalTo("OPEN"))
        .body("outcome", nullValue());
  }

  @Test
  void aCallOfAnotherOrganisationIsNotFound() {
    AuditRecord theirs = call(TestIdentities.newId(), "echo");
    topic.publish(theirs);
    store(call(organisation, "echo"));

    given()
        .header("Authorization", "Bearer " + key)
        .get("/api/audit/events/" + theirs.id() + "/call")
        .then()
        .statusCode(404);
  }

  @Test
  void countsAndMeasuresByTool() {
    store(
        patched(call(organisation, "a"), "{\"durationMicros\":10}"),
        patched(call(organisation, "a"), "{\"durationMicros\":20}"),
        patched(
            call(organisation, "a"), "{\"durationMicros\":30,\"outcome\":{\"status\":\"ERROR\"}}"),
        patched(call(organisation, "b"), "{\"outcome\":{\"status\":\"DENIED\"}}"),
        patched(call(organisation, "b"), "{\"phase\":\"ATTEMPT\"}"));

    get("/api/audit/statistics?by=tool&action=tool.call")
        .body("rows.key", contains("a", "b"))
        .body("rows.count", contains(3, 1))
        .body("rows[0].errors", equalTo(1))
        .body("rows[1].denied", equalTo(1))
        .body("rows[0].p50Micros", equalTo(20))
        .body("rows[0].maxMicros", equalTo(30));
  }

  @ParameterizedTest
  @CsvSource({"connector, c1, c2", "actor, u1, u2"})
  void countsAndMeasuresBy(String by, String most, String other) {
    store(
        patched(call(organisation, "a"), who("u1", "c1", 10, "SUCCESS")),
        patched(call(organisation, "b"), who("u1", "c1", 20, "SUCCESS")),
        patched(call(organisation, "a"), who("u1", "c1", 30, "ERROR")),
        patched(call(organisation, "a"), who("u2", "c2", 40, "DENIED")));

    get("/api/audit/statistics?action=tool.call&by=" + by)
        .body("rows.key", contains(most, other))
        .body("rows.count", contains(3, 1))
        .body("rows.errors", contains(1, 0))
        .body("rows.denied", contains(0, 1))
        .body("rows.p50Micros", contains(20, 40))
        .body("rows.maxMicros", contains(30, 40));
  }

  private static String who(String user, String connector, int micros, String status) {
    return """
    {"actor":{"user":"%s"},"target":{"kind":"tool","connector":"%s"},"durationMicros":%d,
     "outcome":{"status":"%s"}}
    """
        .formatted(user, connector, micros, status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connector=c-theirs",
        "gateway=g-theirs",
        "actor=u-theirs",
        "tool=t-theirs",
        "tool=n-theirs",
        "client=a-theirs",
        "key=k-theirs",
        "trace=22222222222222222222222222222222",
        "digest=d-theirs",
        "text=m-theirs",
      })
  void whatIsOfAnotherOrganisationIsFoundByNoFilter(String filter) {
    String others = identities.organisation("other-" + TestIdentities.newId());
    AuditRecord theirs =
        patched(
            call(others, "echo"),
            """
            {"actor":{"user":"u-theirs","client":"a-theirs","apiKey":"k-theirs"},
             "target":{"kind":"tool","name":"n-theirs","connector":"c-theirs","gateway":"g-theirs","tool":"t-theirs"},
             "traceId":"22222222222222222222222222222222",
             "input":{"bytes":5,"digest":"d-theirs","truncated":false,"content":"m-theirs"}}
            """);
    topic.publish(theirs);
    await().atMost(Duration.ofSeconds(20)).until(() -> !TestDatabase.idsOf(others).isEmpty());
    store(call(organisation, "echo"));
    String question = "action=tool.call&" + filter;

    assertThat(
            given()
                .header("Authorization", "Bearer " + keyOf(others))
                .get("/api/audit/events?" + question)
                .jsonPath()
                .getList("events.id"))
        .containsExactly(theirs.id());
    get("/api/audit/events?" + question).body("events", empty()).body("nextCursor", nullValue());
    get("/api/audit/statistics?by=connector&" + question).body("rows", empty());
    assertThat(get("/api/audit/export?" + question).extract().asString()).isEmpty();
  }

  private String keyOf(String organisation) {
    return identities.serviceKey(organisation, Role.VIEWER, Scope.READ);
  }

  @Test
  void countsByTime() {
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(3, ChronoUnit.HOURS);
    store(
        AuditTopic.at(hour.plusSeconds(1), call(organisation, "a")),
        AuditTopic.at(hour.plusSeconds(2), call(organisation, "a")),
        AuditTopic.at(hour.plusSeconds(3601), call(organisation, "a")));

    get("/api/audit/statistics?by=time&bucket=hour&action=tool.call")
        .body("rows.key", contains(hour.toString(), hour.plusSeconds(3600).toString()))
        .body("rows.count", contains(2, 1));
  }

  @Test
  void anotherOrganisationsCallsAreNotCounted() {
    topic.publish(call(TestIdentities.newId(), "a"));
    store(call(organisation, "b"));

    get("/api/audit/statistics?by=tool&action=tool.call").body("rows.key", contains("b"));
  }

  @Test
  void statisticsHaveBounds() {
    given()
        .urlEncodingEnabled(false)
        .header("Authorization", "Bearer " + key)
        .get("/api/audit/statistics?from=2020-01-01T00:00:00Z")
        .then()
        .statusCode(400);
  }

  @Test
  void aRecordFromTheFutureIsMarked() {
    AuditRecord early =
        AuditTopic.at(Instant.now().plus(10, ChronoUnit.MINUTES), call(organisation, "a"));
    store(early, call(organisation, "b"));

    get("/api/audit/events?skewed=true").body("events.id", contains(early.id()));
  }

  @Test
  void whatWasLookedForIsNotOnRecordButThatSomethingWas() {
    get("/api/audit/events?text=hunter2-in-clear");

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(records())
                .singleElement()
                .asString()
                .contains("\"text\":\"16 characters\"")
                .doesNotContain("hunter2"));
  }

  private List<String> records() {
    return TestDatabase.select(
        "SELECT record FROM audit_record WHERE organisation = '" + organisation + "'");
  }

  private void store(AuditRecord... records) {
    topic.publish(records);
    List<String> ids = Arrays.stream(records).map(AuditRecord::id).toList();
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> TestDatabase.idsOf(organisation).containsAll(ids));
  }

  private ValidatableResponse get(String path) {
    return given()
        .urlEncodingEnabled(false)
        .header("Authorization", "Bearer " + key)
        .get(path)
        .then()
        .statusCode(200);
  }
}
