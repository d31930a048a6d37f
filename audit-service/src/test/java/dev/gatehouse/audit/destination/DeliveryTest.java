package dev.gatehouse.audit.destination;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.audit.trail.ChainId;
import dev.gatehouse.audit.trail.RetentionClass;
import dev.gatehouse.audit.trail.TrailRow;
import dev.gatehouse.audit.trail.TrailWriter;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.IdentityEvent.OrganisationChanged;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.platform.testing.TestIdentities;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Turns of destinations: how long, whose, and what becomes of those that go wrong. */
@AuditTest
class DeliveryTest {
  private static final String PATH = "/api/audit/destinations";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final ChainId CHAIN = new ChainId(LocalDate.of(2026, 1, 1), "standard");

  @Inject IdentityView view;
  @Inject Tenancy tenancy;
  @Inject DestinationStore store;
  @Inject DeliveryQueue queue;
  @Inject TrailWriter writer;

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
    TestDatabase.administer(
        "DELETE FROM audit_destination WHERE organisation = '%s'".formatted(organisation));
    webhook.close();
    topic.close();
    identities.close();
  }

  @Test
  void whatATurnLeavesIsSentInTheNextAtOnce() {
    String id = create(body().put("enabled", false).put("everySeconds", 86_400));
    webhook.takes(Duration.ofMillis(600)); // a turn is a second in tests, so it has room for two
    topic.publish(IntStream.range(0, 2_000).mapToObj(i -> call(organisation, "t" + i)).toList());
    awaitStored(2_000);

    put(id, body().put("everySeconds", 86_400));

    await()
        .atMost(LIMIT)
        .until(() ->
            webhook.tools().containsAll(IntStream.range(0, 2_000).mapToObj(i -> "t" + i).toList()));
  }

  @Test
  void recordsThatLeftBeforeTheyWereSentAreCounted() {
    String id = create(body().put("enabled", false));
    topic.publish(call(organisation, "a"), call(organisation, "b"), call(organisation, "c"));
    awaitStored(3);
    TestDatabase.administer(
        "DELETE FROM audit_record WHERE organisation = '%s' AND tool = 'b'"
            .formatted(organisation));

    put(id, body());

    await().atMost(LIMIT).until(() -> webhook.tools().containsAll(List.of("a", "c")));
    await().atMost(LIMIT).until(() -> number("missed", id) == 1);
    assertThat(webhook.tools()).doesNotContain("b");
  }

  @Test
  void recordsOfADayLongAgoAreSentAsWell() throws Exception {
    create(body());
    AuditRecord old =
        AuditTopic.at(Instant.now().minus(Duration.ofDays(400)), call(organisation, "old"));

    writer.write(
        List.of(
            TrailRow.of(
                old,
                CanonicalJson.of(Json.mapper().valueToTree(old)),
                Instant.now(),
                false,
                RetentionClass.LONG)));

    await().atMost(LIMIT).until(() -> webhook.tools().contains("old"));
  }

  @Test
  void recordsThatCannotBeWrittenInItsFormatAreItsFailure() {
    String id = create(body().put("enabled", false));
    topic.publish(call(organisation, "a"));
    awaitStored(1);
    TestDatabase.administer(
        "UPDATE audit_record SET record = replace(record, 'SUCCESS', 'OF_TOMORROW') WHERE organisation = '%s'"
            .formatted(organisation));

    put(id, body().put("format", "ECS"));

    await()
        .atMost(LIMIT)
        .until(
            () -> bearer().get(PATH + "/" + id).path("problem"),
            "The records cannot be written in this format at the moment"::equals);
  }

  @Test
  void settingsThatCannotBeReadAreItsFailureAndHoldNobodyUp() {
    String unreadable = create(body().put("enabled", false));
    String other = create(body().put("enabled", false));
    topic.publish(call(organisation, "a"));
    awaitStored(1);

    TestDatabase.administer(
        "UPDATE audit_destination SET enabled = true, due_at = clock_timestamp(), document = CASE WHEN id = '%s' THEN replace(document, 'NDJSON', 'OF_TOMORROW') ELSE document END WHERE organisation = '%s'"
            .formatted(unreadable, organisation));

    await().atMost(LIMIT).until(() -> number("delivered", other) > 0);
    await().atMost(LIMIT).until(() -> number("failures", unreadable) > 0);
  }

  @Test
  void whatATurnFindsOutAfterAChangeDoesNotCount() throws SQLException {
    String id = create(body().put("enabled", false));
    Destination before = find(id);
    put(id, body().put("enabled", false));

    assertThat(queue.delivered(before, CHAIN, 7, 1, 1)).isFalse();
    assertThat(queue.failed(before, "of the old address", _ -> Duration.ofHours(1))).isFalse();
    assertThat(queue.done(before, Duration.ofHours(1))).isFalse();

    Destination after = find(id);
    assertThat(after.failures()).isZero();
    assertThat(after.delivered()).isZero();
    assertThat(after.missed()).isZero();
    assertThat(queue.places(after.id())).doesNotContainKey(CHAIN);
  }

  @Test
  void aPlaceNeverGoesBack() throws SQLException {
    Destination destination = find(create(body().put("enabled", false)));

    assertThat(queue.delivered(destination, CHAIN, 10, 1, 0)).isTrue();
    assertThat(queue.delivered(destination, CHAIN, 5, 1, 0)).isTrue();

    assertThat(queue.places(destination.id())).containsEntry(CHAIN, 10L);
  }

  @Test
  void theRecordsOfASuspendedOrganisationStay() {
    String id = create(body().put("enabled", false));
    topic.publish(call(organisation, "a"));
    awaitStored(1);
    suspend(true);
    long turns = number("turn", id);

    enableAll();
    await()
        .atMost(LIMIT)
        .until(() -> number("turn", id) > turns && number("leased_until IS NULL", id) == 1);
    assertThat(webhook.requests()).isZero();

    suspend(false);
    enableAll();
    await().atMost(LIMIT).until(() -> webhook.tools().contains("a"));
  }

  @Test
  void anOrganisationHasSoManyTurnsAtATime() {
    List<String> ids =
        IntStream.range(0, 5).mapToObj(_ -> create(body().put("enabled", false))).toList();
    topic.publish(call(organisation, "a"));
    awaitStored(1);
    webhook.takes(Duration.ofSeconds(1));

    enableAll();

    await().atMost(LIMIT).until(() -> ids.stream().allMatch(id -> number("delivered", id) > 0));
    assertThat(webhook.mostAtOnce()).isBetween(1, 2);
  }

  @ParameterizedTest
  @EnumSource(OddServer.Conduct.class)
  void aSyslogServerThatDoesNotComeToAnEndHasAcknowledgedNothing(OddServer.Conduct conduct)
      throws IOException {
    try (OddServer server = OddServer.start(conduct)) {
      String id = create(body().put("url", server.url()));

      topic.publish(IntStream.range(0, 500).mapToObj(i -> call(organisation, "t" + i)).toList());

      await().atMost(LIMIT).until(() -> number("failures", id) > 0);
      assertThat(number("delivered", id)).isZero();
    }
  }

  @Test
  void silenceIsTheAcknowledgementOfAServerThatIsSaidToKeepConnectionsOpen() throws IOException {
    try (OddServer server = OddServer.start(OddServer.Conduct.READS_AND_IS_SILENT)) {
      String id = create(body().put("url", server.url()).put("silenceAcknowledges", true));

      topic.publish(call(organisation, "a"));

      await().atMost(LIMIT).until(() -> number("delivered", id) > 0);
      assertThat(number("failures", id)).isZero();
    }
  }

  private void suspend(boolean suspended) {
    identities.publish(new OrganisationChanged(organisation, "acme", "Acme", true, suspended));
    await().atMost(LIMIT).until(() -> view.organisation(organisation).suspended() == suspended);
  }

  /** All at the same moment, past the service. */
  private void enableAll() {
    TestDatabase.administer(
        "UPDATE audit_destination SET enabled = true, due_at = clock_timestamp() WHERE organisation = '%s'"
            .formatted(organisation));
  }

  private Destination find(String id) throws SQLException {
    return tenancy.in(
        organisation, () -> store.find(organisation, UUID.fromString(id)).orElseThrow());
  }

  private void awaitStored(int calls) {
    await()
        .atMost(LIMIT)
        .until(() ->
            TestDatabase.select(
                        "SELECT id FROM audit_record WHERE organisation = '%s' AND action = 'tool.call'"
                            .formatted(organisation))
                    .size()
                == calls);
  }

  private static long number(String column, String id) {
    return Long.parseLong(
        TestDatabase.select(
                "SELECT (%s)::int FROM audit_destination WHERE id = '%s'".formatted(column, id))
            .getFirst());
  }

  private ObjectNode body() {
    return Json.mapper()
        .createObjectNode()
        .put("name", "SIEM")
        .put("url", webhook.url())
        .put("everySeconds", 5);
  }

  private String create(ObjectNode body) {
    return json(body).post(PATH).then().statusCode(201).extract().path("id");
  }

  private void put(String id, ObjectNode body) {
    json(body).put(PATH + "/" + id).then().statusCode(200);
  }

  private RequestSpecification json(ObjectNode body) {
    return bearer().contentType("application/json").body(body.toString());
  }

  private RequestSpecification bearer() {
    return given().header("Authorization", "Bearer " + admin);
  }
}
