package dev.gatehouse.audit.export;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static dev.gatehouse.audit.testing.AuditTopic.patched;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.IdentityEvent.ApiKeyChanged;
import dev.gatehouse.platform.identity.ApiKeySecret;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.testing.TestIdentities;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What exports are held to: how many run, how long they wait, and how they end. */
@AuditTest
class ExportBoundsTest {
  /** More than a page of the reader's, and more bytes than lie between a server and a client. */
  private static final int MANY = 1_100;

  private static final int LARGE = 8_000;

  @Inject IdentityView view;
  @Inject ExportPlaces places;

  @TestHTTPResource("/api/audit/export?action=tool.call")
  URI calls;

  private final List<ExportPlace> taken = new ArrayList<>();
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
    taken.forEach(ExportPlace::requestEnded);
    topic.close();
    identities.close();
  }

  @Test
  void whenAllPlacesAreTakenTheNextIsRefused() {
    take("one", 2);
    take("two", 2);

    export("").then().statusCode(503).contentType("application/problem+json");
  }

  @Test
  void anOrganisationWithAllOfItsShareIsRefusedAndNoOther() {
    String other = identities.organisation("other-" + TestIdentities.newId());
    String otherKey = identities.serviceKey(other, Role.VIEWER, Scope.READ);
    take(organisation, 2);

    export("").then().statusCode(409).contentType("application/problem+json");
    export(otherKey, "").then().statusCode(200);
  }

  @Test
  void aPlaceIsGivenBackByWhateverCameOfIt() {
    for (int i = 0; i < 3; i++) {
      export("").then().statusCode(200);
      export("&limit=0").then().statusCode(400);
      given().header("Authorization", "Bearer " + key).head("/api/audit/export");
    }

    await().atMost(Duration.ofSeconds(60)).until(() -> places.running() == 0);
    export("").then().statusCode(200);
  }

  @Test
  void aReaderThatTakesNothingIsHungUpOn() throws IOException {
    store(large());

    try (UnhurriedClient client = new UnhurriedClient(calls, key)) {
      assertThat(client.head()).startsWith("HTTP/1.1 200");
      await().atMost(Duration.ofSeconds(90)).until(() -> places.running() == 0);

      assertThat(client.readOn().whole()).isFalse();
    }
  }

  @RepeatedTest(3) // a proper end would come of a race
  void whatBreaksOffIsSeenToAndGoesOnWithNothingTwice() throws IOException {
    AuditRecord[] records = large();
    store(records);

    List<String> lines;
    try (UnhurriedClient client = new UnhurriedClient(calls, key)) {
      TestDatabase.allowConnections(false);
      TestDatabase.cutConnections();
      try {
        client.readOn();
      } finally {
        TestDatabase.allowConnections(true);
      }
      assertThat(client.whole()).isFalse();
      lines = client.lines();
    }
    List<String> had = lines.stream().map(ExportBoundsTest::id).toList();
    List<String> rest = ids("&after=" + had.getLast());

    assertThat(had).isNotEmpty();
    assertThat(rest).isNotEmpty();
    assertThat(Stream.concat(had.stream(), rest.stream()))
        .containsExactly(Arrays.stream(records).map(AuditRecord::id).toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 9})
  void goesFromDayToDay(int had) {
    Instant start = Instant.now().minus(9, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS);
    AuditRecord[] records =
        IntStream.range(0, 12)
            // Not on every day, and at midnight too.
            .mapToObj(
                i -> AuditTopic.at(start.plus(i / 3 * 48L + i % 3, ChronoUnit.HOURS), numbered(i)))
            .toArray(AuditRecord[]::new);
    store(records);

    List<String> rest =
        ids("&to=%s%s".formatted(Instant.now(), had == 0 ? "" : "&after=" + records[had - 1].id()));

    assertThat(rest)
        .containsExactly(
            Arrays.stream(records).skip(had).map(AuditRecord::id).toArray(String[]::new));
  }

  @Test
  void endsAtTheTimeThatIsGiven() {
    Instant noon = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(12, ChronoUnit.HOURS);
    AuditRecord[] records =
        IntStream.range(0, 4)
            .mapToObj(i -> AuditTopic.at(noon.minus(3L - i, ChronoUnit.DAYS), numbered(i)))
            .toArray(AuditRecord[]::new);
    store(records);

    List<String> found =
        ids("&from=%s&to=%s".formatted(records[1].occurredAt(), records[3].occurredAt()));

    assertThat(found).containsExactly(records[1].id(), records[2].id());
  }

  @Test
  void aKeyOfOneGatewayLearnsNothingOfRecordsOfAnother() {
    AuditRecord inside = call(organisation, "echo");
    AuditRecord outside =
        patched(
            call(organisation, "echo"),
            "{\"target\":{\"kind\":\"tool\",\"gateway\":\"gateway-2\"}}");
    store(inside, outside);
    String bound = keyOfGateway("gateway-1");

    export(bound, "&after=" + inside.id()).then().statusCode(200);
    Response refused = export(bound, "&after=" + outside.id());
    Response unknown = export(bound, "&after=" + TestIdentities.newId());

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.jsonPath().getList("errors"))
        .isEqualTo(unknown.jsonPath().getList("errors"));
  }

  @Test
  void whereAnExportWentOnIsOnRecord() {
    AuditRecord record = call(organisation, "echo");
    store(record);

    export("&after=" + record.id()).then().statusCode(200);

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(
                    TestDatabase.select(
                        "SELECT record FROM audit_record WHERE organisation = '%s' AND action = 'audit.export'"
                            .formatted(organisation)))
                .singleElement()
                .asString()
                .contains("\"after\":\"" + record.id() + "\""));
  }

  private AuditRecord[] large() {
    Instant start = Instant.now().minus(2, ChronoUnit.HOURS);
    String input =
        "{\"input\":{\"bytes\":1,\"digest\":\"d\",\"truncated\":false,\"content\":\"%s\"}}"
            .formatted("x".repeat(LARGE));
    return IntStream.range(0, MANY)
        .mapToObj(i -> patched(AuditTopic.at(start.plusSeconds(i), numbered(i)), input))
        .toArray(AuditRecord[]::new);
  }

  private AuditRecord numbered(int i) {
    return call(organisation, "t" + i);
  }

  private void take(String who, int count) {
    for (int i = 0; i < count; i++) {
      taken.add(((ExportPlaces.Answer.Taken) places.take(who)).place());
    }
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

  private List<String> ids(String more) {
    return export(more)
        .then()
        .statusCode(200)
        .extract()
        .asString()
        .lines()
        .map(ExportBoundsTest::id)
        .toList();
  }

  private Response export(String more) {
    return export(key, more);
  }

  private static Response export(String key, String more) {
    return given()
        .urlEncodingEnabled(false)
        .header("Authorization", "Bearer " + key)
        .get("/api/audit/export?action=tool.call" + more);
  }

  private static String id(String line) {
    try {
      return Json.mapper().readTree(line).path("id").asText();
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void store(AuditRecord... records) {
    topic.publish(records);
    List<String> ids = Arrays.stream(records).map(AuditRecord::id).toList();
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> TestDatabase.idsOf(organisation).containsAll(ids));
  }
}
