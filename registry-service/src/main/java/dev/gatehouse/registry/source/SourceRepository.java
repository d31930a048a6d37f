package dev.gatehouse.registry.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.gatehouse.platform.json.Json;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far the catalogue has been filled from each source; one replica at a time may go on. */
@ApplicationScoped
class SourceRepository {
  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final String ADD =
      "INSERT INTO catalogue_source (name) VALUES (?) ON CONFLICT DO NOTHING";
  private static final String CLAIM =
      """
      UPDATE catalogue_source SET lease = lease + 1, leased_until = now() + make_interval(secs => ?)
      WHERE name = ? AND due_at <= now() AND (leased_until IS NULL OR leased_until < now())
      RETURNING lease, cursor, since, fingerprint, pages, failures
      """;
  // Counts are of one run: they begin anew with its first page, and stay where nothing is read.
  private static final String PROGRESS =
      """
      UPDATE catalogue_source SET cursor = ?, newest = greatest(newest, ?), pages = pages + 1,
        taken = CASE WHEN cursor IS NULL THEN 0 ELSE taken END + ?,
        refused = CASE WHEN cursor IS NULL THEN 0 ELSE refused END + ?,
        refusals = CASE WHEN cursor IS NOT NULL AND length(refusals) > 8000 THEN refusals
          ELSE ? END,
        leased_until = now() + make_interval(secs => ?)
      WHERE name = ? AND lease = ?
      """;
  private static final String COMPLETE =
      """
      UPDATE catalogue_source SET cursor = NULL, pages = 0, since = newest, failures = 0,
        failure = NULL, fingerprint = ?, completed_at = now(), leased_until = NULL,
        due_at = now() + make_interval(secs => ?)
      WHERE name = ? AND lease = ?
      """;
  private static final String FAIL =
      """
      UPDATE catalogue_source SET failures = failures + 1, failure = ?, leased_until = NULL,
        cursor = CASE WHEN ? THEN NULL ELSE cursor END,
        pages = CASE WHEN ? THEN 0 ELSE pages END,
        due_at = now() + make_interval(secs => ?)
      WHERE name = ? AND lease = ?
      """;
  private static final String REFUSALS =
      """
      SELECT CASE WHEN cursor IS NULL THEN '[]' ELSE refusals END
      FROM catalogue_source WHERE name = ?
      """;
  private static final String ALL =
      """
      SELECT name, completed_at, taken, refused, refusals, failures, failure, cursor IS NOT NULL
      FROM catalogue_source ORDER BY name
      """;

  private final AgroalDataSource dataSource;

  SourceRepository(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** The right to go on with a source, if it is due and nobody else has it. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Optional<Lease> claim(String source) {
    run(ADD, source);
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = connection.prepareStatement(CLAIM)) {
      bind(update, (double) LEASE.toSeconds(), source);
      try (ResultSet row = update.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Lease(
                    source,
                    row.getLong(1),
                    row.getString(2),
                    instant(row.getTimestamp(3)),
                    row.getString(4),
                    row.getInt(5),
                    row.getInt(6)))
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("a source could not be claimed", e);
    }
  }

  /**
   * Keeps how far a run is, in the transaction that stores what it brought.
   *
   * @throws LeaseLostException if another replica does the work now
   */
  @Transactional(Transactional.TxType.MANDATORY)
  void progress(
      Lease lease, String cursor, @Nullable Instant newest, int taken, List<Refusal> refusals) {
    int updated =
        run(
            PROGRESS,
            cursor,
            newest == null ? null : Timestamp.from(newest),
            taken,
            refusals.size(),
            more(lease.source(), refusals),
            (double) LEASE.toSeconds(),
            lease.source(),
            lease.number());
    if (updated == 0) {
      throw new LeaseLostException();
    }
  }

  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void complete(Lease lease, @Nullable String fingerprint, Duration pause) {
    run(COMPLETE, fingerprint, pause.toMillis() / 1000.0, lease.source(), lease.number());
  }

  /**
   * @param afresh whether the next run must begin again instead of going on
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void fail(Lease lease, String reason, boolean afresh, Duration pause) {
    run(FAIL, reason, afresh, afresh, pause.toMillis() / 1000.0, lease.source(), lease.number());
  }

  /** All sources as people see them. */
  List<SourceView> all() {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(ALL);
        ResultSet row = select.executeQuery()) {
      List<SourceView> sources = new ArrayList<>();
      while (row.next()) {
        sources.add(
            new SourceView(
                row.getString(1),
                instant(row.getTimestamp(2)),
                row.getLong(3),
                row.getLong(4),
                Json.mapper().readTree(row.getString(5)),
                row.getInt(6),
                row.getString(7),
                row.getBoolean(8)));
      }
      return sources;
    } catch (SQLException | JsonProcessingException e) {
      throw new IllegalStateException("the sources could not be read", e);
    }
  }

  private String more(String source, List<Refusal> refusals) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(REFUSALS)) {
      bind(select, source);
      try (ResultSet row = select.executeQuery()) {
        JsonNode all = Json.mapper().readTree(row.next() ? row.getString(1) : "[]");
        refusals.stream()
            .limit(20)
            .forEach(refusal -> ((ArrayNode) all).add(Json.mapper().valueToTree(refusal)));
        return all.toString();
      }
    } catch (SQLException | JsonProcessingException e) {
      throw new IllegalStateException("refusals could not be kept", e);
    }
  }

  private int run(String sql, @Nullable Object... values) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("a source could not be kept", e);
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }
}
