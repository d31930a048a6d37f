package dev.gatehouse.audit.retention;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.audit.digest.Digests;
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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Days leave while others read, write or hold them. Each test has a day of its own, so that none
 * meets what another has left; what others do is kept waiting by locks, never by time.
 */
@AuditTest
class RetirementBesideOthersTest {

  /** One for all tests: each has a day of its own, also where midnight comes between two. */
  private static final Instant NOW = Instant.now();

  @Inject IdentityView view;
  @Inject Digests digests;
  @Inject Retirement retirement;

  private TestIdentities identities;
  private AuditTopic topic;
  private String organisation;
  private String admin;

  @BeforeEach
  void anOrganisationThatKeepsCallsForAMonth() {
    patience("20s");
    identities = new TestIdentities(view);
    topic = new AuditTopic();
    organisation = identities.organisation("acme-" + TestIdentities.newId());
    admin = identities.serviceKey(organisation, Role.ADMIN, Scope.READ, Scope.ADMIN);
    given()
        .header("Authorization", "Bearer " + admin)
        .contentType("application/json")
        .body("{\"retention\":{\"calls\":\"SHORT\"}}")
        .put("/api/audit/settings")
        .then()
        .statusCode(200);
  }

  @AfterEach
  void close() {
    patience("2s");
    topic.close();
    identities.close();
  }

  @Test
  void aDayThatIsHeldWhileAReaderKeepsItStays() throws Exception {
    Instant then = daysAgo(51);
    AuditRecord held = store(then);
    digests.sign();
    try (Connection reader = TestDatabase.application(organisation)) {
      reader.setAutoCommit(false);
      TestDatabase.select(
          reader, "SELECT id FROM audit_record WHERE day = '%s'".formatted(day(then)));
      CompletableFuture<String> going = beside(() -> retire(then));
      soon().until(() -> isWaitedForAt(then));

      placeHold(then).then().statusCode(201);

      reader.rollback();
      going.join();
    }
    assertThat(TestDatabase.idsOf(organisation)).contains(held.id());
    assertThat(retire(then)).isEqualTo("held");
  }

  @Test
  void aDayStaysWhileAHoldIsBeingPlaced() throws SQLException {
    Instant then = daysAgo(52);
    AuditRecord held = store(then);
    digests.sign();
    try (Connection placing = TestDatabase.application(organisation)) {
      placing.setAutoCommit(false);
      TestDatabase.run(
          placing,
          "INSERT INTO audit_hold (id, organisation, reason) VALUES ('%s', '%s', 'case 18')"
              .formatted(held.id(), organisation));

      assertThat(retire(then)).isEqualTo("busy");

      placing.commit();
    }
    assertThat(TestDatabase.idsOf(organisation)).contains(held.id());
    assertThat(retire(then)).isEqualTo("held");
  }

  @Test
  void aHoldOnADayThatIsLeavingIsPlacedAfterItHasLeft() throws Exception {
    Instant then = daysAgo(53);
    Instant dayBefore = daysAgo(54);
    store(then);
    store(dayBefore);
    digests.sign();
    try (Connection leaving = TestDatabase.application("*")) {
      leaving.setAutoCommit(false);
      TestDatabase.select(leaving, retireSql(dayBefore));
      CompletableFuture<Response> hold = beside(() -> placeHold(then));
      soon().until(() -> isWaitedFor("audit_hold"));
      assertThat(TestDatabase.select(leaving, retireSql(then))).containsExactly("retired");

      leaving.commit();

      hold.join().then().statusCode(201);
    }
    assertThat(
            TestDatabase.select(
                "SELECT placed_at > retired_at FROM audit_hold, audit_retired WHERE organisation = '%s' AND day = '%s'"
                    .formatted(organisation, day(then))))
        .containsExactly("t");
  }

  @Test
  void aRecordThatIsBeingStoredIsNotLost() throws Exception {
    Instant then = daysAgo(60);
    store(then);
    digests.sign();
    AuditRecord late = AuditTopic.at(then, call(organisation, "late"));
    try (Connection other = TestDatabase.superuser()) {
      other.setAutoCommit(false);
      TestDatabase.select(
          other,
          "SELECT head FROM audit_chain WHERE organisation = '%s' FOR UPDATE"
              .formatted(organisation));
      topic.publish(late);
      soon().until(RetirementBesideOthersTest::aWriterWaitsForTheEndOfItsChain);

      CompletableFuture<String> going = beside(() -> retire(then));

      soon().until(() -> going.isDone() || isWaitedForAt(then));
      other.rollback();
      going.join();
    }
    soon().until(() -> TestDatabase.idsOf(organisation).contains(late.id()));
    assertThat(retire(then)).isEqualTo("unsigned");
    digests.sign();
  }

  @Test
  void aReaderOfTheWholeTrailGoesOnWhileTheLastClassOfADayLeaves() throws Exception {
    Instant then = daysAgo(55);
    AuditRecord read = store(then);
    digests.sign();
    try (Connection reader = TestDatabase.application(organisation)) {
      reader.setAutoCommit(false);
      TestDatabase.select(
          reader,
          "SELECT id FROM audit_record WHERE day = '%s'".formatted(LocalDate.now(ZoneOffset.UTC)));
      CompletableFuture<String> going = beside(() -> retire(then));
      soon().until(() -> isWaitedFor("audit_record"));

      assertThat(TestDatabase.select(reader, "SELECT id FROM audit_record")).contains(read.id());

      reader.rollback();
      going.join();
    }
    soon().until(() -> List.of("retired", "absent").contains(retire(then)));
    assertThat(TestDatabase.select("SELECT to_regclass('%s')".formatted(dayTable(then))))
        .containsOnlyNulls();
  }

  @Test
  void aDayThatWaitsInACircleWithOthersStaysForTheNextRound() throws Exception {
    Instant then = daysAgo(56);
    store(then);
    digests.sign();
    try (Connection other = TestDatabase.superuser()) {
      other.setAutoCommit(false);
      // So that it is the other side that PostgreSQL ends.
      TestDatabase.run(other, "SET LOCAL deadlock_timeout = '1min'");
      TestDatabase.run(other, "LOCK TABLE ONLY audit_record IN ACCESS SHARE MODE");
      CompletableFuture<String> going = beside(() -> retire(then));
      soon().until(() -> isWaitedFor("audit_record"));

      TestDatabase.run(other, "SELECT audit_partition_ensure('2101-03-04', 'short')");

      assertThat(going.join()).isEqualTo("busy");
      other.rollback();
    }
  }

  @Test
  void aDayThatCannotGoKeepsNoOther() throws SQLException {
    Instant then = daysAgo(58);
    AuditRecord stays = store(then);
    AuditRecord goes = store(daysAgo(57));
    digests.sign();
    TestDatabase.administer(
        "CREATE VIEW in_the_way AS SELECT FROM %s_short".formatted(dayTable(then)));
    try {
      assertThat(retirement.retire()).containsEntry(day(then) + " short", "failed");
    } finally {
      TestDatabase.administer("DROP VIEW in_the_way");
    }
    assertThat(TestDatabase.idsOf(organisation)).contains(stays.id()).doesNotContain(goes.id());
  }

  @Test
  void aTableThatIsNotOfThisTrailKeepsNoDay() throws SQLException {
    AuditRecord goes = store(daysAgo(61));
    digests.sign();
    TestDatabase.administer(
        """
        CREATE TABLE of_others (LIKE audit_record INCLUDING CONSTRAINTS) PARTITION BY LIST (retention_class);
        CREATE TABLE of_others_by_mistake_short PARTITION OF of_others FOR VALUES IN ('short');
        ALTER TABLE audit_record ATTACH PARTITION of_others FOR VALUES FROM ('1999-01-01') TO ('1999-01-02')
        """);
    try {
      retirement.retire();
    } finally {
      TestDatabase.administer("DROP TABLE of_others");
    }
    assertThat(TestDatabase.idsOf(organisation)).doesNotContain(goes.id());
  }

  @Test
  void anEmptyPartitionGoesWhenItsDayIsOver() throws SQLException {
    Instant then = daysAgo(59);
    TestDatabase.administer("SELECT audit_partition_ensure('%s', 'long')".formatted(day(then)));

    retirement.retire();

    assertThat(TestDatabase.select("SELECT to_regclass('%s')".formatted(dayTable(then))))
        .containsOnlyNulls();
    assertThat(
            TestDatabase.select(
                "SELECT day FROM audit_retired WHERE day = '%s'".formatted(day(then))))
        .isEmpty();
    assertThat(retire(Instant.now())).isEqualTo("young");
  }

  /** How long a day is waited for; the longer, the surer do others come in between. */
  private static void patience(String wait) {
    TestDatabase.administer(
        "ALTER FUNCTION audit_partition_retire(date, text) SET lock_timeout = '%s'"
            .formatted(wait));
  }

  private static boolean isWaitedFor(String table) {
    return !TestDatabase.select(
            "SELECT pid FROM pg_locks WHERE NOT granted AND relation = to_regclass('%s')"
                .formatted(table))
        .isEmpty();
  }

  /** Wherever that may be. */
  private static boolean isWaitedForAt(Instant then) {
    return Stream.of("audit_record", dayTable(then), dayTable(then) + "_short")
        .anyMatch(RetirementBesideOthersTest::isWaitedFor);
  }

  private static boolean aWriterWaitsForTheEndOfItsChain() {
    return !TestDatabase.select(
            "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO audit_chain%'")
        .isEmpty();
  }

  private static String retire(Instant then) throws SQLException {
    try (Connection connection = TestDatabase.application("*")) {
      return TestDatabase.select(connection, retireSql(then)).getFirst();
    }
  }

  private static String retireSql(Instant then) {
    return "SELECT audit_partition_retire('%s', 'short')".formatted(day(then));
  }

  private Response placeHold(Instant then) {
    return given()
        .header("Authorization", "Bearer " + admin)
        .contentType("application/json")
        .body("{\"reason\":\"case 17\",\"from\":\"%1$s\",\"to\":\"%1$s\"}".formatted(day(then)))
        .post("/api/audit/holds");
  }

  private AuditRecord store(Instant then) {
    AuditRecord record = AuditTopic.at(then, call(organisation, "old"));
    topic.publish(record);
    soon().until(() -> TestDatabase.idsOf(organisation), ids -> ids.contains(record.id()));
    return record;
  }

  private static <T> CompletableFuture<T> beside(Callable<T> action) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return action.call();
      } catch (Exception e) {
        throw new CompletionException(e);
      }
    });
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
  }

  private static Instant daysAgo(int days) {
    return NOW.minus(days, ChronoUnit.DAYS);
  }

  private static LocalDate day(Instant then) {
    return LocalDate.ofInstant(then, ZoneOffset.UTC);
  }

  private static String dayTable(Instant then) {
    return "audit_record_" + day(then).toString().replace("-", "");
  }
}
