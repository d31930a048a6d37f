package dev.gatehouse.audit.verify;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
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
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever owns the database changes records; that is seen, and where. */
@AuditTest
class VerifyTest {
  private static final int RECORDS = 20;

  @Inject IdentityView view;
  @Inject Digests digests;

  private TestIdentities identities;
  private AuditTopic topic;
  private String organisation;
  private String key;
  private String day;

  /** Ids by their place in the chain, which is the order of sending. */
  private List<String> ids;

  @BeforeEach
  void anOrganisationWithRecords() {
    identities = new TestIdentities(view);
    topic = new AuditTopic();
    organisation = identities.organisation("acme-" + TestIdentities.newId());
    key = identities.serviceKey(organisation, Role.VIEWER, Scope.READ);
    // Yesterday, so that what the tests themselves leave stands in another chain.
    Instant yesterday = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(12, ChronoUnit.HOURS);
    day = yesterday.toString().substring(0, 10);
    List<AuditRecord> records =
        IntStream.range(0, RECORDS)
            .mapToObj(i -> AuditTopic.at(yesterday.plusSeconds(i), call(organisation, "tool-" + i)))
            .toList();
    ids = records.stream().map(AuditRecord::id).toList();
    store(records);
  }

  @AfterEach
  void close() {
    topic.close();
    identities.close();
  }

  @Test
  void whatIsAsItWasWrittenIsIntact() {
    digests.sign();

    JsonPath verdict = verify();

    assertThat(verdict.getBoolean("intact")).isTrue();
    assertThat(verdict.getLong("records")).isEqualTo(RECORDS);
    assertThat(verdict.getLong("digests")).isPositive();
    assertThat(verdict.getLong("unsigned")).isZero();
  }

  @Test
  void namesARecordThatWasAltered() {
    tamper("UPDATE audit_record SET record = replace(record, 'hello', 'howdy') WHERE id = '%s'", 7);

    assertFound("ALTERED", 7);
  }

  @Test
  void namesARecordThatWasHiddenFromAFilter() {
    tamper("UPDATE audit_record SET actor = 'somebody-else' WHERE id = '%s'", 7);

    assertFound("ALTERED", 7);
  }

  @Test
  void namesARecordWhoseTimeOfWritingWasChanged() {
    tamper(
        "UPDATE audit_record SET ingested_at = ingested_at - interval '1 day' WHERE id = '%s'", 7);

    assertFound("ALTERED", 7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"infinity", "-infinity"})
  void namesARecordWhoseTimeOfWritingIsNone(String time) {
    tamper("UPDATE audit_record SET ingested_at = '%s' WHERE id = '%%s'".formatted(time), 7);

    assertFound("ALTERED", 7);
  }

  @Test
  void namesTheFirstThatWasAlteredThoughALaterOneCannotBeRead() {
    tamper("UPDATE audit_record SET ingested_at = 'infinity' WHERE id = '%s'", 9);
    tamper("UPDATE audit_record SET record = replace(record, 'hello', 'howdy') WHERE id = '%s'", 7);

    assertFound("ALTERED", 7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "[]", "{\"id\":null}", "no record"})
  void namesARecordThatIsNoneThoughEveryHashFits(String record) {
    forgeLastRecord("'" + record + "'");

    assertFound("ALTERED", 20);
  }

  @Test
  void namesThePlaceOfARecordThatWasDeleted() {
    tamper("DELETE FROM audit_record WHERE id = '%s'", 7);

    assertThat(verify().getString("first.kind")).isEqualTo("DELETED");
    assertThat(verify().getLong("first.seq")).isEqualTo(7);
  }

  @Test
  void namesARecordThatWasInsertedAtTheEnd() {
    String forged = insert("seq + 1", RECORDS);

    assertThat(verify().getString("first.kind")).isEqualTo("INSERTED");
    assertThat(verify().getString("first.record")).isEqualTo(forged);
  }

  @Test
  void namesARecordThatWasInsertedBetween() {
    String forged = insert("seq", 7);

    JsonPath verdict = verify();

    assertThat(verdict.getBoolean("intact")).isFalse();
    assertThat(verdict.getString("first.record")).isIn(forged, ids.get(6));
    assertThat(verdict.getLong("first.seq")).isEqualTo(7);
  }

  @Test
  void namesTheFirstOfTwoRecordsThatChangedPlaces() {
    tamper("UPDATE audit_record SET seq = 1000 WHERE id = '%s'", 7);
    tamper("UPDATE audit_record SET seq = 7 WHERE id = '%s'", 9);
    tamper("UPDATE audit_record SET seq = 9 WHERE id = '%s'", 7);

    assertThat(verify().getString("first.kind")).isEqualTo("REORDERED");
    assertThat(verify().getLong("first.seq")).isEqualTo(7);
    assertThat(verify().getString("first.record")).isEqualTo(ids.get(8));
  }

  @Test
  void namesThePlaceWhereTheTailWasCut() {
    tamper("DELETE FROM audit_record WHERE id = '%s'", 20);
    tamper("DELETE FROM audit_record WHERE id = '%s'", 19);

    assertThat(verify().getString("first.kind")).isEqualTo("CUT");
    assertThat(verify().getLong("first.seq")).isEqualTo(19);
  }

  @Test
  void aTailThatWasCutTogetherWithTheEndOfItsChainIsToldByTheSignature() {
    digests.sign();
    tamper("DELETE FROM audit_record WHERE id = '%s'", 20);
    endChainAt(19);

    assertThat(verify().getString("first.kind")).isEqualTo("CUT");
    assertThat(verify().getLong("first.seq")).isEqualTo(20);
  }

  @Test
  void aChainThatWasComputedAnewIsToldByTheSignature() throws Exception {
    digests.sign();
    forgeLastRecord("replace(r.record, 'hello', 'howdy')");

    assertFound("ALTERED", 20);
  }

  @Test
  void namesADigestThatIsMissing() {
    digests.sign();
    store(List.of(AuditTopic.at(Instant.parse(day + "T13:00:00Z"), call(organisation, "late"))));
    digests.sign();
    run(
        "DELETE FROM audit_digest WHERE organisation = '%s' AND number = 1"
            .formatted(organisation));

    assertThat(verify().getString("first.kind")).isEqualTo("DIGEST");
    assertThat(verify().getLong("first.digest")).isEqualTo(1);
  }

  @Test
  void namesADigestThatWasChanged() {
    digests.sign();
    run(
        "UPDATE audit_digest SET content = replace(content, '\"toSeq\":20', '\"toSeq\":19') WHERE organisation = '%s'"
            .formatted(organisation));

    assertThat(verify().getString("first.kind")).isEqualTo("DIGEST");
  }

  @Test
  void aLateRecordExtendsItsDayUnderAnotherDigest() {
    digests.sign();
    store(List.of(AuditTopic.at(Instant.parse(day + "T13:00:00Z"), call(organisation, "late"))));

    digests.sign();

    assertThat(verify().getBoolean("intact")).isTrue();
    assertThat(
            TestDatabase.select(
                "SELECT content::json->>'fromSeq' FROM audit_digest WHERE organisation = '%s' AND day = '%s' ORDER BY number"
                    .formatted(organisation, day)))
        .containsExactly("1", "21");
  }

  @Test
  void aThirdPartyCanCheckADigestWithTheKeyThatIsGivenOut() throws Exception {
    digests.sign();
    byte[] publicKey = Base64.getDecoder().decode(verify().getString("publicKey"));

    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(publicKey)));
    signature.update(digest("content").getBytes(StandardCharsets.UTF_8));

    assertThat(signature.verify(HexFormat.of().parseHex(digest("encode(signature, 'hex')"))))
        .isTrue();
  }

  @Test
  void whatWasDoneToAnotherOrganisationIsNotOurs() {
    String ours = identities.organisation("other-" + TestIdentities.newId());
    String ourKey = identities.serviceKey(ours, Role.VIEWER, Scope.READ);
    tamper("DELETE FROM audit_record WHERE id = '%s'", 7);

    given()
        .header("Authorization", "Bearer " + ourKey)
        .get("/api/audit/verify")
        .then()
        .statusCode(200)
        .body("intact", equalTo(true));
  }

  @Test
  void verifyingIsOnRecord() {
    verify();

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            !TestDatabase.select(
                    "SELECT id FROM audit_record WHERE organisation = '%s' AND action = 'audit.verify'"
                        .formatted(organisation))
                .isEmpty());
  }

  @Test
  void goesOverTheDaysThatAreAskedForOnly() {
    tamper("DELETE FROM audit_record WHERE id = '%s'", 7);
    String next = LocalDate.parse(day).plusDays(1).toString();

    given()
        .header("Authorization", "Bearer " + key)
        .get("/api/audit/verify?from=" + next)
        .then()
        .statusCode(200)
        .body("intact", equalTo(true))
        .body("from", equalTo(next));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-13-01", "%2B999999999-01-01", "-0001-01-01"})
  void saysThatADayIsNone(String day) {
    given()
        .urlEncodingEnabled(false)
        .header("Authorization", "Bearer " + key)
        .get("/api/audit/verify?from=" + day)
        .then()
        .statusCode(400);
  }

  private void assertFound(String kind, int place) {
    JsonPath verdict = verify();
    assertThat(verdict.getBoolean("intact")).isFalse();
    assertThat(verdict.getString("first.kind")).isEqualTo(kind);
    assertThat(verdict.getLong("first.seq")).isEqualTo(place);
    assertThat(verdict.getString("first.record")).isEqualTo(ids.get(place - 1));
    assertThat(verdict.getString("first.day")).isEqualTo(day);
  }

  private JsonPath verify() {
    return given()
        .header("Authorization", "Bearer " + key)
        .get("/api/audit/verify?to=" + day)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private void store(List<AuditRecord> records) {
    topic.publish(records);
    List<String> wanted = records.stream().map(AuditRecord::id).toList();
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> TestDatabase.idsOf(organisation).containsAll(wanted));
  }

  private void tamper(String sql, int place) {
    run(sql.formatted(ids.get(place - 1)));
  }

  /** A copy of a record with an id of its own, at another place. */
  private String insert(String seq, int of) {
    String forged = TestIdentities.newId();
    run(
        """
        INSERT INTO audit_record (id, day, retention_class, organisation, occurred_at, ingested_at, service, phase,
          action, outcome, record, seq, chain)
        SELECT '%s', day, retention_class, organisation, occurred_at, ingested_at, service, phase, action, outcome,
          record, %s, chain FROM audit_record WHERE id = '%s'
        """
            .formatted(forged, seq, ids.get(of - 1)));
    return forged;
  }

  private void endChainAt(int place) {
    run(
        """
        UPDATE audit_chain SET records = %d, head = (SELECT chain FROM audit_record WHERE id = '%s')
        WHERE organisation = '%s' AND day = '%s'
        """
            .formatted(place, ids.get(place - 1), organisation, day));
  }

  /**
   * Changes the last record and makes every unsigned hash fit.
   *
   * @param record SQL for its new content
   */
  private void forgeLastRecord(String record) {
    run(
        """
        UPDATE audit_record r SET record = %1$s,
          chain = sha256(p.chain || int8send(r.seq)
            || int8send((extract(epoch FROM r.ingested_at) * 1000000)::bigint)
            || convert_to(%1$s, 'UTF8'))
        FROM audit_record p WHERE r.id = '%2$s' AND p.id = '%3$s'
        """
            .formatted(record, ids.get(19), ids.get(18)));
    endChainAt(20);
  }

  private String digest(String column) {
    return TestDatabase.select(
            "SELECT %s FROM audit_digest WHERE organisation = '%s' ORDER BY number LIMIT 1"
                .formatted(column, organisation))
        .getFirst();
  }

  /** As the role that owns the tables. */
  private static void run(String sql) {
    try (Connection connection = TestDatabase.owner()) {
      TestDatabase.run(connection, "SELECT set_config('gatehouse.organisation', '*', false)");
      TestDatabase.run(connection, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
