package dev.gatehouse.audit.digest;

import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.platform.vault.VaultException;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.jboss.logging.Logger;

/**
 * Signs what was added to the chains, an organisation at a time. Each digest is also a line in the
 * log, so that whoever keeps the log elsewhere can tell later that the digests are all there.
 */
@ApplicationScoped
public class Digests {
  private static final Logger LOG = Logger.getLogger(Digests.class);
  private static final String ORGANISATIONS =
      "SELECT DISTINCT organisation FROM audit_chain WHERE records > signed";
  private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(?, 78))";
  private static final String LAST =
      "SELECT number, content FROM audit_digest WHERE organisation = ? ORDER BY number DESC LIMIT 1";
  private static final String UNSIGNED =
      "SELECT day, retention_class, signed, records, head FROM audit_chain"
          + " WHERE organisation = ? AND records > signed ORDER BY day, retention_class";
  private static final String INSERT =
      "INSERT INTO audit_digest (organisation, number, day, content, signature)"
          + " VALUES (?, ?, ?, ?, ?)";
  private static final String SIGNED =
      "UPDATE audit_chain SET signed = ? WHERE organisation = ? AND day = ? AND retention_class = ?";

  private final AgroalDataSource dataSource;
  private final Tenancy tenancy;
  private final SigningKey key;

  Digests(AgroalDataSource dataSource, Tenancy tenancy, SigningKey key) {
    this.dataSource = dataSource;
    this.tenancy = tenancy;
    this.key = key;
  }

  /**
   * Signs all that is not signed; one organisation of which that fails keeps no other from it.
   *
   * @return how many digests were made
   * @throws IllegalStateException not everything is signed
   */
  public int sign() {
    return tenancy.asPlatform(() -> {
      int made = 0;
      int failed = 0;
      try {
        for (String organisation : organisations()) {
          OptionalInt digests = signOrTell(organisation);
          made += digests.orElse(0);
          failed += digests.isPresent() ? 0 : 1;
        }
      } catch (SQLException e) {
        throw new IllegalStateException("digests cannot be written", e);
      }
      if (failed > 0) {
        throw new IllegalStateException("organisations whose digests cannot be written: " + failed);
      }
      return made;
    });
  }

  /**
   * Empty if it fails.
   *
   * @throws SQLException there is no connection, for others no more than for this one
   * @throws VaultException there is no key
   */
  private OptionalInt signOrTell(String organisation) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      try {
        return OptionalInt.of(sign(connection, organisation));
      } catch (VaultException e) {
        throw e;
      } catch (SQLException | RuntimeException e) {
        LOG.errorf("Audit chains of organisation %s are not signed: %s", organisation, e);
        return OptionalInt.empty();
      }
    }
  }

  private List<String> organisations() throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ORGANISATIONS)) {
      while (row.next()) {
        found.add(row.getString(1));
      }
    }
    return found;
  }

  private int sign(Connection connection, String organisation) throws SQLException {
    connection.setAutoCommit(false);
    try {
      lock(connection, organisation);
      List<String> contents = digests(connection, organisation);
      for (String content : contents) {
        store(connection, content);
      }
      connection.commit();
      contents.forEach(content -> LOG.infof("Audit digest %s: %s", Digest.hash(content), content));
      return contents.size();
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static void lock(Connection connection, String organisation) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
      lock.setString(1, organisation);
      lock.execute();
    }
  }

  private List<String> digests(Connection connection, String organisation) throws SQLException {
    long number = 0;
    String previous = "";
    try (PreparedStatement last = connection.prepareStatement(LAST)) {
      last.setString(1, organisation);
      try (ResultSet row = last.executeQuery()) {
        if (row.next()) {
          number = row.getLong(1);
          previous = Digest.hash(row.getString(2));
        }
      }
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    List<String> contents = new ArrayList<>();
    try (PreparedStatement unsigned = connection.prepareStatement(UNSIGNED)) {
      unsigned.setString(1, organisation);
      try (ResultSet row = unsigned.executeQuery()) {
        while (row.next()) {
          Digest digest =
              new Digest(
                  organisation,
                  ++number,
                  previous,
                  row.getObject(1, LocalDate.class),
                  row.getString(2),
                  row.getLong(3) + 1,
                  row.getLong(4),
                  HexFormat.of().formatHex(row.getBytes(5)),
                  now,
                  key.id());
          contents.add(digest.content());
          previous = Digest.hash(digest.content());
        }
      }
    }
    return contents;
  }

  private void store(Connection connection, String content) throws SQLException {
    Digest digest = Digest.parse(content);
    try (PreparedStatement insert = connection.prepareStatement(INSERT);
        PreparedStatement signed = connection.prepareStatement(SIGNED)) {
      insert.setString(1, digest.organisation());
      insert.setLong(2, digest.number());
      insert.setObject(3, digest.day());
      insert.setString(4, content);
      insert.setBytes(5, key.sign(content.getBytes(StandardCharsets.UTF_8)));
      insert.executeUpdate();
      signed.setLong(1, digest.toSeq());
      signed.setString(2, digest.organisation());
      signed.setObject(3, digest.day());
      signed.setString(4, digest.retentionClass());
      signed.executeUpdate();
    }
  }
}
