package dev.gatehouse.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.testing.TestIdentities;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A day has left, and then records of it came late: what came is proved as what left is. */
@AuditTest
class RemadeDayTest {
  private static final int LEFT = 3;
  private static final int LATE = 3;

  @Inject StoredTrail trail;

  @BeforeEach
  void aDayThatHasLeftAndWasMadeAgain() throws Exception {
    trail.write(LEFT);
    trail.sign();
    trail.retire();
    trail.write(LATE);
  }

  @Test
  void whatCameLateIsGoneOver() throws Exception {
    trail.sign();

    assertThat(trail.verify())
        .returns(true, Verdict::intact)
        .returns((long) LATE, Verdict::records)
        .returns(0L, Verdict::unsigned)
        .returns(1L, Verdict::chains)
        .returns(1L, Verdict::retired)
        .returns(trail.day, Verdict::lastRetired);
  }

  @ParameterizedTest
  @CsvSource({"false, 5", "true, 4", "true, 6"})
  void namesARecordThatWasAltered(boolean signed, int place) throws Exception {
    signIf(signed);
    change(
        "UPDATE audit_record SET record = replace(record, 'hello', 'howdy') WHERE id = '%s'",
        place);

    assertFound(Finding.Kind.ALTERED, place, trail.id(place));
  }

  @ParameterizedTest
  @CsvSource({"false, 4", "true, 4", "true, 5"})
  void namesThePlaceOfARecordThatWasDeleted(boolean signed, int place) throws Exception {
    signIf(signed);
    change("DELETE FROM audit_record WHERE id = '%s'", place);

    assertFound(Finding.Kind.DELETED, place, null);
  }

  @ParameterizedTest
  @CsvSource({"2", "7"})
  void namesARecordThatWasInserted(int place) throws Exception {
    String forged = TestIdentities.newId();
    TestDatabase.administer(
        """
        INSERT INTO audit_record (id, day, retention_class, organisation, occurred_at, ingested_at, service, phase,
          action, outcome, record, seq, chain)
        SELECT '%s', day, retention_class, organisation, occurred_at, ingested_at, service, phase, action, outcome,
          record, %d, chain FROM audit_record WHERE id = '%s'
        """
            .formatted(forged, place, trail.id(5)));

    assertFound(Finding.Kind.INSERTED, place, forged);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void namesThePlaceWhereTheTailWasCut(boolean signed) throws Exception {
    signIf(signed);
    change("DELETE FROM audit_record WHERE id = '%s'", 6);

    assertFound(Finding.Kind.CUT, 6, null);
  }

  @Test
  void aTailThatWasCutTogetherWithTheEndOfItsChainIsToldByTheSignature() throws Exception {
    trail.sign();
    TestDatabase.administer(
        "UPDATE audit_chain SET records = 5, head = (SELECT chain FROM audit_record WHERE id = '%s')"
                .formatted(trail.id(5))
            + " WHERE organisation = '%s'".formatted(trail.organisation));
    change("DELETE FROM audit_record WHERE id = '%s'", 6);

    assertFound(Finding.Kind.CUT, 6, null);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void namesWhereADayBeginsThatWasTakenAwayAgain(boolean signed) throws Exception {
    signIf(signed);
    TestDatabase.administer("DROP TABLE " + trail.partition());

    assertFound(Finding.Kind.CUT, LEFT + 1, null);
  }

  @Test
  void whatHasLeftAndIsOnNoDigestIsNamed() throws Exception {
    TestDatabase.administer(
        "UPDATE audit_retired_chain SET records = 5 WHERE organisation = '%s'"
            .formatted(trail.organisation));
    change("DELETE FROM audit_record WHERE id = '%s'", 4);
    change("DELETE FROM audit_record WHERE id = '%s'", 5);

    assertThat(trail.verify().first()).returns(Finding.Kind.CUT, Finding::kind);
  }

  @Test
  void aDayMayLeaveAndComeAgainAndAgain() throws Exception {
    trail.sign();
    trail.retire();
    assertThat(trail.verify()).returns(true, Verdict::intact).returns(0L, Verdict::records);

    trail.write(1);

    assertThat(trail.verify()).returns(true, Verdict::intact).returns(1L, Verdict::records);
    change("DELETE FROM audit_record WHERE id = '%s'", 7);
    assertFound(Finding.Kind.CUT, 7, null);
  }

  private void signIf(boolean signed) {
    if (signed) {
      trail.sign();
    }
  }

  private void change(String sql, int place) {
    TestDatabase.administer(sql.formatted(trail.id(place)));
  }

  private void assertFound(Finding.Kind kind, long place, String record) throws Exception {
    assertThat(trail.verify().first())
        .returns(kind, Finding::kind)
        .returns(place, Finding::seq)
        .returns(trail.day, Finding::day)
        .returns(record, Finding::record);
  }
}
