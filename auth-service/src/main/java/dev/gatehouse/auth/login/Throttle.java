package dev.gatehouse.auth.login;

import dev.gatehouse.auth.Transactions;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Slows guessing down: after some failures in a row each further try has to wait twice as long as
 * the one before. A try is counted before the password is looked at, so that many at once gain
 * nothing; success forgets what was counted, and so does an hour without a try. Sources are
 * addresses, or an IPv6 /64.
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
  private final Transactions transactions;

  Throttle(AgroalDataSource dataSource, Transactions transactions) {
    this.dataSource = dataSource;
    this.transactions = transactions;
  }

  /**
   * What tries are counted by.
   *
   * @param free how many failures in a row cost nothing
   * @param longestSeconds the longest wait
   * @param forgiving whether a success makes up for the failures before it
   */
  record Subject(String name, int free, int longestSeconds, boolean forgiving) {

    /** One account from one source: where a person mistypes, and where most guessing is done. */
    static Subject accountAt(String username, String source) {
      return new Subject("at:" + source + ":" + username, 5, 900, true);
    }

    /**
     * One account at a browser that its owner has used: nobody else's tries count there, so that
     * nobody can lock the owner out.
     */
    static Subject accountAtKnown(String username, String browser) {
      return new Subject("browser:" + browser + ":" + username, 5, 900, true);
    }

    /**
     * One account from everywhere: against many addresses. The wait is short, for it can be
     * inflicted on the account's owner at a browser that is new.
     */
    static Subject account(String username) {
      return new Subject("account:" + username, 50, 10, true);
    }

    /**
     * One source against all accounts: a few common passwords tried on many names. Many people can
     * share an address, so it takes more to slow it down, and a success of one of them forgets
     * nothing.
     */
    static Subject source(String source) {
      return new Subject("address:" + source, 100, 60, false);
    }
  }

  /** Counts a try, or says how long it has to wait; then it is not counted by any. */
  Optional<Duration> admit(List<Subject> subjects) {
    try {
      return transactions.asPlatform(() -> {
        for (Subject subject : subjects) {
          Optional<Duration> wait = admit(subject);
          if (wait.isPresent()) {
            throw new TooSoon(wait.get()); // takes back what the others have counted
          }
        }
        return Optional.empty();
      });
    } catch (TooSoon e) {
      return Optional.of(e.wait);
    }
  }

  private static final class TooSoon extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Duration wait;

    TooSoon(Duration wait) {
      super("too soon", null, false, false);
      this.wait = wait;
    }
  }

  private Optional<Duration> admit(Subject subject) {
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

  /** Forgets a try that succeeded, and those before it where that makes up for them. */
  void succeeded(Subject subject) {
    change(subject.forgiving() ? FORGET : TAKE_BACK, subject);
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
