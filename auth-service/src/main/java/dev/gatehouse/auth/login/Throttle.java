package dev.gatehouse.auth.login;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Slows guessing down: after some failures in a row each further try has to wait twice as long as
 * the one before. A try is counted before the password is looked at, so that many at once gain
 * nothing; success forgets what was counted, and so does an hour without a try.
 */
@ApplicationScoped
class Throttle {
  private static final String COUNT =
      """
      INSERT INTO sign_in_failures AS f (subject, failures, not_before, updated_at)
      VALUES (?, 1, now(), now())
      ON CONFLICT (subject) DO UPDATE SET
        failures = CASE WHEN f.updated_at < now() - interval '1 hour' THEN 1 ELSE f.failures + 1 END,
        not_before = now() + CASE
          WHEN f.updated_at < now() - interval '1 hour' OR f.failures + 1 < ? THEN interval '0'
          ELSE least(interval '1 second' * (2 ^ least(f.failures + 1 - ?, 20)), ? * interval '1 second')
        END,
        updated_at = now()
      WHERE f.not_before <= now()
      """;
  private static final String WAIT = "SELECT not_before FROM sign_in_failures WHERE subject = ?";
  private static final String TAKE_BACK =
      "UPDATE sign_in_failures SET failures = greatest(failures - 1, 0) WHERE subject = ?";
  private static final String FORGET = "DELETE FROM sign_in_failures WHERE subject = ?";

  private final AgroalDataSource dataSource;

  Throttle(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * What tries are counted by.
   *
   * @param free how many failures in a row cost nothing
   * @param longestSeconds the longest wait
   */
  record Subject(String name, int free, int longestSeconds) {

    /** One account from one address: where a person mistypes, and where most guessing is done. */
    static Subject accountAt(String username, String address) {
      return new Subject("account:" + username + "@" + address, 5, 900);
    }

    /**
     * One account from everywhere: against many addresses. The wait is short, for it can be
     * inflicted on the account's owner.
     */
    static Subject account(String username) {
      return new Subject("account:" + username, 50, 10);
    }

    /**
     * One address against all accounts: a few common passwords tried on many names. Many people can
     * share an address, so it takes more to slow it down, and a success of one of them forgets
     * nothing.
     */
    static Subject address(String address) {
      return new Subject("address:" + address, 100, 60);
    }
  }

  /** Counts a try, or says how long it has to wait; part of the caller's transaction. */
  Optional<Duration> admit(Subject subject) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement count = connection.prepareStatement(COUNT)) {
      count.setString(1, subject.name());
      count.setInt(2, subject.free());
      count.setInt(3, subject.free());
      count.setInt(4, subject.longestSeconds());
      return count.executeUpdate() == 1 ? Optional.empty() : wait(connection, subject);
    } catch (SQLException e) {
      throw new IllegalStateException("a try could not be counted", e);
    }
  }

  /** Takes one try back: it succeeded, but those before it stay counted. */
  void takeBack(Subject subject) {
    change(TAKE_BACK, subject);
  }

  /** Forgets the tries after one that succeeded. */
  void forget(Subject subject) {
    change(FORGET, subject);
  }

  private void change(String statement, Subject subject) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement change = connection.prepareStatement(statement)) {
      change.setString(1, subject.name());
      change.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("the tries could not be forgotten", e);
    }
  }

  private static Optional<Duration> wait(Connection connection, Subject subject)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(WAIT)) {
      select.setString(1, subject.name());
      try (ResultSet row = select.executeQuery()) {
        Instant notBefore = row.next() ? row.getTimestamp(1).toInstant() : Instant.now();
        Duration left = Duration.between(Instant.now(), notBefore);
        return Optional.of(
            left.compareTo(Duration.ofSeconds(1)) > 0 ? left : Duration.ofSeconds(1));
      }
    }
  }
}
