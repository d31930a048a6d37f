package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.digest.SigningKey;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the records of an organisation: digests first, then the chain of every day that ingest,
 * a digest or a record tells of. Must run in the organisation.
 */
@ApplicationScoped
public class Verification {
  private final AgroalDataSource dataSource;
  private final SigningKey key;

  Verification(AgroalDataSource dataSource, SigningKey key) {
    this.dataSource = dataSource;
    this.key = key;
  }

  /**
   * @param from first day; null for the oldest
   * @param to last day; null for the newest
   * @throws Asker.LeftException nobody waits for the verdict any more
   */
  Verdict verify(String organisation, @Nullable LocalDate from, @Nullable LocalDate to, Asker asker)
      throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      int isolation = connection.getTransactionIsolation();
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      try {
        Days days = Days.of(from, to);
        TrailWalk walk = new TrailWalk(connection, organisation, days, key, asker);
        return verdict(walk, walk.walk(), from, to);
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
        connection.setTransactionIsolation(isolation);
      }
    }
  }

  private Verdict verdict(
      TrailWalk walk, @Nullable Finding finding, @Nullable LocalDate from, @Nullable LocalDate to) {
    return new Verdict(
        finding == null,
        finding,
        from,
        to,
        walk.records(),
        walk.chains(),
        walk.digests(),
        walk.unsigned(),
        walk.retired(),
        walk.lastRetired(),
        key.id(),
        key.publicKey(),
        Instant.now());
  }
}
