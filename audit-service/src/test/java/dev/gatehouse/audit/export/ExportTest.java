package dev.gatehouse.audit.export;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static dev.gatehouse.audit.testing.AuditTopic.patched;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.TestIdentities;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports are read by parsers that know nothing of how they are written. */
@AuditTest
class ExportTest {
  private static final String HOSTILE =
      "=cmd|' /C calc'!A0\n,\"quoted\"\\back|pipe=equals\r\u2028\u0000 cs1=forged\nCEF:0|x";

  @Inject IdentityView view;

  private final ObjectMapper json = new ObjectMapper();
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
  void ndjsonIsWhatIsKept() throws IOException {
    AuditRecord hostile = hostile();
    store(hostile);

    String[] lines = export("ndjson").split("\n");

    assertThat(lines).hasSize(1);
    assertThat(json.readTree(lines[0]).at("/target/name").asText()).isEqualTo(HOSTILE);
  }

  @Test
  void csvIsReadBackByAnotherParserAndHoldsNoFormula() throws IOException {
    Instant start = Instant.now().minus(1, ChronoUnit.HOURS);
    AuditRecord[] records =
        IntStream.range(0, HostileText.KEPT.size())
            .mapToObj(i -> Variety.everywhere(organisation, HostileText.KEPT.get(i)))
            .toArray(AuditRecord[]::new);
    for (int i = 0; i < records.length; i++) {
      records[i] = AuditTopic.at(start.plusSeconds(i), records[i]);
    }
    store(records);

    List<CSVRecord> rows = csv(export("csv&action=tool.call"));

    assertThat(rows).hasSameSizeAs(records);
    for (int i = 0; i < records.length; i++) {
      String text = HostileText.KEPT.get(i).replace("\u0000", "\uFFFD");
      boolean formula = !text.isEmpty() && HostileText.FORMULA.indexOf(text.charAt(0)) >= 0;
      assertThat(List.of("user", "targetName", "tool", "traceId", "sourceAddress", "rule"))
          .extracting(rows.get(i)::get)
          .containsOnly(formula ? "'" + text : text);
      assertThat(rows.get(i))
          .noneMatch(cell -> !cell.isEmpty() && HostileText.FORMULA.indexOf(cell.charAt(0)) >= 0);
    }
  }

  @Test
  void csvHoldsDetailsAsADocument() throws IOException {
    store(patched(call(organisation, "x"), "{\"detail\":{\"a\":\"1, b=2\",\"c\":\"\\\"\"}}"));

    String detail = csv(export("csv")).getFirst().get("detail");

    assertThat(json.readTree(detail))
        .isEqualTo(json.createObjectNode().put("a", "1, b=2").put("c", "\""));
  }

  @Test
  void cefIsReadBackByAnotherParser() {
    store(hostile());

    String[] lines = export("cef").split("\n");

    assertThat(lines).hasSize(1);
    CefMessage message = CefMessage.parse(lines[0]);
    assertThat(message.head())
        .containsExactly(
            "CEF:0", "Gatehouse", "Gatehouse", "1", "tool.call", "tool.call SUCCESS", "3");
    assertThat(message.extension())
        .containsEntry("cs5", HOSTILE.replace("\u0000", "\uFFFD").replace("\u2028", " "))
        .containsEntry("cs1", organisation);
  }

  @Test
  void ocsfNamesClassesActivitiesAndWho() throws IOException {
    AuditRecord created =
        patched(
            call(organisation, "x"),
            "{\"action\":\"gateway.create\",\"target\":{\"kind\":\"gateway\",\"id\":\"g1\"}}");
    AuditRecord signIn = patched(call(organisation, "x"), "{\"action\":\"session.sign-in\"}");
    store(hostile(), created, signIn);

    List<JsonNode> events = documents(export("ocsf"));

    assertThat(events)
        .extracting(event -> event.path("class_uid").asInt())
        .containsExactlyInAnyOrder(6003, 3004, 3002);
    for (JsonNode event : events) {
      assertThat(event.path("type_uid").asLong())
          .isEqualTo(event.path("class_uid").asLong() * 100 + event.path("activity_id").asLong());
      assertThat(event.path("time").isIntegralNumber()).isTrue();
      assertThat(event.at("/metadata/tenant_uid").asText()).isEqualTo(organisation);
      assertThat(event.at("/actor/user/uid").asText()).isEqualTo("user-1");
    }
    assertThat(events)
        .anySatisfy(event -> assertThat(event.at("/resources/0/name").asText()).isEqualTo(HOSTILE));
  }

  @Test
  void ecsHasTheFieldsThatRulesLookAt() throws IOException {
    AuditRecord record = hostile();
    store(record);

    JsonNode document = documents(export("ecs")).getFirst();

    assertThat(document.path("@timestamp").asText()).isEqualTo(record.occurredAt().toString());
    assertThat(document.at("/event/action").asText()).isEqualTo("tool.call");
    assertThat(document.at("/event/outcome").asText()).isEqualTo("success");
    assertThat(document.at("/event/duration").asLong()).isEqualTo(1_234_000);
    assertThat(document.at("/user/id").asText()).isEqualTo("user-1");
    assertThat(document.at("/gatehouse/target/name").asText()).isEqualTo(HOSTILE);
    assertThat(document.at("/gatehouse/input/content").isTextual()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000, 1500})
  void goesOnAfterTheLastRecordOfAnExportThatWasCut(int had) throws IOException {
    Instant start = Instant.now().minus(3, ChronoUnit.HOURS);
    AuditRecord[] records =
        IntStream.range(0, 2_500)
            // Several at the same instant.
            .mapToObj(i -> AuditTopic.at(start.plusSeconds(i / 7), call(organisation, "t")))
            .toArray(AuditRecord[]::new);
    store(records);
    List<String> first = ids(export("ndjson&action=tool.call")).subList(0, had);

    List<String> rest = ids(export("ndjson&action=tool.call&after=" + first.getLast()));

    List<String> all = new ArrayList<>(first);
    all.addAll(rest);
    assertThat(all)
        .containsExactlyInAnyOrder(
            Arrays.stream(records).map(AuditRecord::id).toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000, 1001})
  void endsAtItsLimitAndSaysWhatThatIs(int limit) {
    Instant start = Instant.now().minus(3, ChronoUnit.HOURS);
    store(
        IntStream.range(0, 1_100)
            .mapToObj(i -> AuditTopic.at(start.plusSeconds(i), call(organisation, "t")))
            .toArray(AuditRecord[]::new));

    Response export =
        given()
            .header("Authorization", "Bearer " + key)
            .get("/api/audit/export?action=tool.call&limit=" + limit);

    assertThat(export.header("Gatehouse-Export-Limit")).isEqualTo(Integer.toString(limit));
    assertThat(export.asString().split("\n")).hasSize(limit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1000001", "many"})
  void takesNoOtherLimit(String limit) {
    given()
        .header("Authorization", "Bearer " + key)
        .get("/api/audit/export?limit=" + limit)
        .then()
        .statusCode(400);
  }

  @Test
  void holdsOnlyTheCallersRecords() throws IOException {
    AuditRecord theirs = call(TestIdentities.newId(), "theirs");
    topic.publish(theirs);
    AuditRecord ours = call(organisation, "ours");
    store(ours);

    assertThat(ids(export("ndjson&action=tool.call"))).containsExactly(ours.id());
    given()
        .header("Authorization", "Bearer " + key)
        .get("/api/audit/export?after=" + theirs.id())
        .then()
        .statusCode(400);
  }

  @Test
  void isOnRecord() {
    export("csv");

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            TestDatabase.select(
                        "SELECT id FROM audit_record WHERE organisation = '%s' AND action = 'audit.export'"
                            .formatted(organisation))
                    .size()
                == 1);
  }

  @Test
  void takesNoOtherFormat() {
    given()
        .header("Authorization", "Bearer " + key)
        .get("/api/audit/export?format=xls")
        .then()
        .statusCode(400);
  }

  private AuditRecord hostile() {
    return patched(
        call(organisation, "x"),
        json.createObjectNode()
            .set(
                "target",
                json.createObjectNode()
                    .put("kind", "tool")
                    .put("name", HOSTILE)
                    .put("gateway", "gateway-1"))
            .toString());
  }

  private static List<CSVRecord> csv(String text) throws IOException {
    try (CSVParser parser =
        CSVParser.parse(
            new StringReader(text),
            CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get())) {
      return parser.getRecords();
    }
  }

  private List<String> ids(String ndjson) throws IOException {
    return documents(ndjson).stream().map(document -> document.path("id").asText()).toList();
  }

  private List<JsonNode> documents(String lines) throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    for (String line : lines.split("\n")) {
      if (!line.isEmpty()) {
        documents.add(json.readTree(line));
      }
    }
    return documents;
  }

  private String export(String format) {
    byte[] file =
        given()
            .urlEncodingEnabled(false)
            .header("Authorization", "Bearer " + key)
            .get("/api/audit/export?format=" + format)
            .then()
            .statusCode(200)
            .extract()
            .asByteArray();
    return new String(file, StandardCharsets.UTF_8);
  }

  private void store(AuditRecord... records) {
    topic.publish(records);
    List<String> ids = Arrays.stream(records).map(AuditRecord::id).toList();
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> TestDatabase.idsOf(organisation).containsAll(ids));
  }
}
