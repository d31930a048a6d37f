package dev.gatehouse.audit.verify;

import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.platform.vault.VaultException;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** Verifies the newest days of every organisation, and lets Prometheus know. */
@Startup
@ApplicationScoped
public class VerifySchedule {
  private static final Logger LOG = Logger.getLogger(VerifySchedule.class);
  private static final String ORGANISATIONS = "SELECT DISTINCT organisation FROM audit_chain";

  private final Verification verification;
  private final AgroalDataSource dataSource;
  private final Tenancy tenancy;
  private final VerifyConfig config;
  private volatile Set<String> broken = Set.of();
  private volatile long finishedAt;

  VerifySchedule(
      Verification verification,
      AgroalDataSource dataSource,
      Tenancy tenancy,
      VerifyConfig config,
      MeterRegistry meters) {
    this.verification = verification;
    this.dataSource = dataSource;
    this.tenancy = tenancy;
    this.config = config;
    Gauge.builder("gatehouse.audit.verify.broken", this, schedule -> schedule.broken.size())
        .description("Organisations whose trail was not as it was written, at the last look")
        .register(meters);
    Gauge.builder("gatehouse.audit.verify.finished", this, schedule -> schedule.finishedAt)
        .description("When the last look at all trails ended; 0 before the first since the start")
        .baseUnit("seconds")
        .register(meters);
  }

  @Scheduled(
      every = "{gatehouse.audit.verify.every}",
      delayed = "10m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void scheduled() {
    try {
      verifyAll();
    } catch (SQLException | VaultException e) {
      LOG.errorf("Audit trails are not verified; the next try is in %s: %s", config.every(), e);
    }
  }

  private enum Look {
    INTACT,
    BROKEN,
    /** The database did not give it out. */
    NONE
  }

  /** One trail that cannot be gone over keeps no other from it. */
  private void verifyAll() throws SQLException {
    LocalDate from = LocalDate.now(ZoneOffset.UTC).minusDays(config.days());
    Set<String> found = new HashSet<>();
    boolean all = true;
    for (String organisation : tenancy.asPlatform(this::organisations)) {
      Look look = look(organisation, from);
      all &= look != Look.NONE;
      if (look == Look.BROKEN || look == Look.NONE && broken.contains(organisation)) {
        found.add(organisation);
      }
    }
    broken = Set.copyOf(found);
    if (all) {
      finishedAt = Instant.now().getEpochSecond();
    }
  }

  /**
   * What cannot be read though it is there counts as broken: ingest writes nothing like that.
   *
   * @throws VaultException without the key there is no verdict on any
   */
  private Look look(String organisation, LocalDate from) {
    try {
      Verdict verdict = verify(organisation, from);
      if (verdict.intact()) {
        return Look.INTACT;
      }
      LOG.errorf(
          "The audit trail of organisation %s is not as it was written: %s",
          organisation, verdict.first());
      return Look.BROKEN;
    } catch (VaultException e) {
      throw e;
    } catch (SQLException e) {
      LOG.errorf("The audit trail of organisation %s is not verified: %s", organisation, e);
      return Look.NONE;
    } catch (RuntimeException e) {
      LOG.errorf(e, "The audit trail of organisation %s cannot be gone over", organisation);
      return Look.BROKEN;
    }
  }

  private Verdict verify(String organisation, LocalDate from) throws SQLException {
    return tenancy.asPlatform(() -> verification.verify(organisation, from, null, Asker.PATIENT));
  }

  private List<String> organisations() throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ORGANISATIONS)) {
      while (row.next()) {
        found.add(row.getString(1));
      }
      return found;
    }
  }
}
