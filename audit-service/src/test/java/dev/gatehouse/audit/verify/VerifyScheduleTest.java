package dev.gatehouse.audit.verify;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.digest.SigningKey;
import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.trail.TrailRow;
import dev.gatehouse.audit.trail.TrailWriter;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.platform.testing.TestIdentities;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One organisation's trail cannot be gone over, or is broken: others are gone over, and it rings.
 */
@AuditTest
class VerifyScheduleTest {
  private static final String BROKEN = "gatehouse.audit.verify.broken";
  private static final String FINISHED = "gatehouse.audit.verify.finished";

  @Inject AgroalDataSource dataSource;
  @Inject SigningKey key;
  @Inject Tenancy tenancy;
  @Inject VerifyConfig config;
  @Inject TrailWriter writer;

  private final String one = TestIdentities.newId();
  private final String other = TestIdentities.newId();
  private final MeterRegistry meters = new SimpleMeterRegistry();

  @BeforeEach
  void records() throws Exception {
    for (String organisation : List.of(one, other)) {
      writer.write(List.of(TrailRow.of(call(organisation, "echo"), "{}")));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatCannotBeReadIsBrokenAndOthersAreVerified(boolean first) {
    Trails trails = new Trails(first ? one : other, new IllegalStateException("odd"));
    VerifySchedule schedule = schedule(trails);

    schedule.scheduled();

    assertThat(trails.verified).contains(first ? other : one);
    assertThat(value(BROKEN)).isOne();
    assertThat(value(FINISHED)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatTheDatabaseDoesNotGiveOutIsNotVerifiedAndOthersAre(boolean first) {
    Trails trails = new Trails(first ? one : other, new SQLException("bad block"));
    VerifySchedule schedule = schedule(trails);

    schedule.scheduled();

    assertThat(trails.verified).contains(first ? other : one);
    assertThat(value(BROKEN)).isZero();
    assertThat(value(FINISHED)).isZero();
  }

  @Test
  void aBrokenTrailStaysBrokenWhileItIsNotVerified() {
    Trails trails = new Trails(one, new IllegalStateException("odd"));
    VerifySchedule schedule = schedule(trails);
    schedule.scheduled();

    trails.failure = new SQLException("away");
    schedule.scheduled();

    assertThat(value(BROKEN)).isOne();
  }

  private VerifySchedule schedule(Verification verification) {
    return new VerifySchedule(verification, dataSource, tenancy, config, meters);
  }

  private double value(String gauge) {
    return meters.get(gauge).gauge().value();
  }

  /** Finds every trail intact but that of one organisation, which it cannot go over. */
  private final class Trails extends Verification {
    private final String organisation;
    private final Set<String> verified = new HashSet<>();
    private Exception failure;

    Trails(String organisation, Exception failure) {
      super(dataSource, key);
      this.organisation = organisation;
      this.failure = failure;
    }

    @Override
    Verdict verify(String asked, LocalDate from, LocalDate to, Asker asker) throws SQLException {
      if (!asked.equals(organisation)) {
        verified.add(asked);
        return new Verdict(true, null, from, to, 0, 0, 0, 0, 0, null, "", "", Instant.now());
      }
      if (failure instanceof SQLException e) {
        throw e;
      }
      throw (RuntimeException) failure;
    }
  }
}
