package dev.gatehouse.audit.retention;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.audit.digest.Digests;
import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.TestIdentities;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@AuditTest
class RetirementTest {
  private static final int OLD = 40;

  @Inject IdentityView view;
  @Inject Digests digests;
  @Inject Retirement retirement;

  private final Instant old = Instant.now().minus(OLD, ChronoUnit.DAYS);
  private final LocalDate day = LocalDate.ofInstant(old, ZoneOffset.UTC);
  private TestIdentities identities;
  private AuditTopic topic;
  private String organisation;
  private String admin;

  @BeforeEach
  void anOrganisationThatKeepsCallsForAMonth() {
    identities = new TestIdentities(view);
    topic = new AuditTopic();
    organisation = identities.organisation("acme-" + TestIdentities.newId());
    admin = identities.serviceKey(organisation, Role.ADMIN, Scope.READ, Scope.ADMIN);
    bearer(admin)
        .contentType("application/json")
        .body("{\"retention\":{\"calls\":\"SHORT\"}}")
        .put("/api/audit/settings")
        .then()
        .statusCode(200);
  }

  @AfterEach
  void close() {
    topic.close();
    identities.close();
  }

  @Test
  void aDayWhoseTimeIsOverGoesAndTheTrailStillVerifies() throws SQLException {
    AuditRecord gone = storeOld();
    AuditRecord kept = call(organisation, "today");
    store(kept);
    digests.sign();

    retirement.retire();

    assertThat(TestDatabase.idsOf(organisation)).contains(kept.id()).doesNotContain(gone.id());
    bearer(admin)
        .get("/api/audit/verify")
        .then()
        .body("intact", equalTo(true))
        .body("retired", equalTo(1))
        .body("lastRetired", equalTo(day.toString()));
    assertThat(
            TestDatabase.select(
                "SELECT number FROM audit_digest WHERE organisation = '%s' AND day = '%s'"
                    .formatted(organisation, day)))
        .isNotEmpty();
  }

  @Test
  void whatIsNotSignedStays() throws SQLException {
    AuditRecord unsigned = storeOld();

    assertThat(retirement.retire()).containsEntry(day + " short", "unsigned");

    assertThat(TestDatabase.idsOf(organisation)).contains(unsigned.id());
    digests.sign();
  }

  @Test
  void whatIsHeldStaysUntilItIsReleased() throws SQLException {
    AuditRecord held = storeOld();
    digests.sign();
    String hold =
        bearer(admin)
            .contentType("application/json")
            .body("{\"reason\":\"case 17\",\"from\":\"%s\",\"to\":\"%s\"}".formatted(day, day))
            .post("/api/audit/holds")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    digests.sign();
    assertThat(retirement.retire()).containsEntry(day + " short", "held");
    assertThat(TestDatabase.idsOf(organisation)).contains(held.id());

    bearer(admin).delete("/api/audit/holds/" + hold).then().statusCode(204);

    assertThat(retirement.retire()).containsEntry(day + " short", "retired");
    assertThat(TestDatabase.idsOf(organisation)).doesNotContain(held.id());
  }

  @Test
  void whatIsBeingReadWaitsForTheNextRound() throws SQLException {
    AuditRecord read = storeOld();
    digests.sign();
    try (Connection reader = TestDatabase.owner()) {
      reader.setAutoCommit(false);
      String table = "audit_record_%s_short".formatted(day.toString().replace("-", ""));
      TestDatabase.run(reader, "LOCK TABLE " + table + " IN ACCESS SHARE MODE");

      assertThat(retirement.retire()).containsEntry(day + " short", "busy");

      reader.rollback();
    }
    assertThat(TestDatabase.idsOf(organisation)).contains(read.id());
    assertThat(retirement.retire()).containsEntry(day + " short", "retired");
  }

  @Test
  void theApplicationRoleCannotRetireWhatIsYoung() throws SQLException {
    store(call(organisation, "young"));
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    try (Connection connection = TestDatabase.application("*")) {
      assertThat(
              TestDatabase.select(
                  connection, "SELECT audit_partition_retire('%s', 'short')".formatted(today)))
          .containsExactly("young");
    }
  }

  @Test
  void theApplicationRoleCannotShortenALife() throws SQLException {
    try (Connection connection = TestDatabase.application("*")) {
      assertThatThrownBy(() -> TestDatabase.run(connection, "UPDATE audit_retention SET days = 1"))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> TestDatabase.run(connection, "UPDATE audit_digest SET content = ''"))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> TestDatabase.run(connection, "DELETE FROM audit_hold"))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void aHoldOfAnotherOrganisationIsNotFound() {
    String hold =
        bearer(admin)
            .contentType("application/json")
            .body("{\"reason\":\"ours\"}")
            .post("/api/audit/holds")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    String others = identities.organisation("other-" + TestIdentities.newId());
    String theirs = identities.serviceKey(others, Role.OWNER, Scope.READ, Scope.ADMIN);

    bearer(theirs).delete("/api/audit/holds/" + hold).then().statusCode(404);

    bearer(theirs).get("/api/audit/holds").then().body("size()", equalTo(0));
    bearer(admin).delete("/api/audit/holds/" + hold).then().statusCode(204);
  }

  @Test
  void aHoldNeedsAReason() {
    bearer(admin)
        .contentType("application/json")
        .body("{}")
        .post("/api/audit/holds")
        .then()
        .statusCode(400);
  }

  @Test
  void aHoldIsOfDaysThatCanBe() {
    bearer(admin)
        .contentType("application/json")
        .body("{\"reason\":\"ours\",\"from\":\"+999999999-01-01\"}")
        .post("/api/audit/holds")
        .then()
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/from"));
  }

  private AuditRecord storeOld() {
    AuditRecord record = AuditTopic.at(old, call(organisation, "old"));
    store(record);
    return record;
  }

  private void store(AuditRecord record) {
    topic.publish(record);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> TestDatabase.idsOf(organisation).contains(record.id()));
  }

  private static RequestSpecification bearer(String key) {
    return given().header("Authorization", "Bearer " + key);
  }
}
