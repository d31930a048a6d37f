package dev.gatehouse.audit.retention;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.audit.query.ReadRecords;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.identity.Caller;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Places and releases holds; each is on record, in the same transaction. */
@ApplicationScoped
class HoldService {
  private static final String LIST =
      "SELECT id, reason, from_day, to_day, placed_by, placed_at FROM audit_hold"
          + " WHERE organisation = ? AND released_at IS NULL ORDER BY placed_at, id";

  /**
   * Waits while it is decided whether a day may go (audit_partition_retire locks the table against
   * this), and takes the time only then: what has left before a hold is never told as left after.
   */
  private static final String PLACE =
      "INSERT INTO audit_hold (id, organisation, reason, from_day, to_day, placed_by)"
          + " VALUES (?, ?, ?, ?, ?, ?) RETURNING placed_at";

  private static final String RELEASE =
      "UPDATE audit_hold SET released_at = clock_timestamp()"
          + " WHERE organisation = ? AND id = ? AND released_at IS NULL";

  private final AgroalDataSource dataSource;
  private final ReadRecords records;

  HoldService(AgroalDataSource dataSource, ReadRecords records) {
    this.dataSource = dataSource;
    this.records = records;
  }

  @Transactional
  List<Hold> list(Caller caller) {
    List<Hold> holds = new ArrayList<>();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement list = connection.prepareStatement(LIST)) {
      list.setString(1, caller.organisation());
      try (ResultSet row = list.executeQuery()) {
        while (row.next()) {
          holds.add(
              new Hold(
                  row.getObject(1, UUID.class),
                  row.getString(2),
                  row.getObject(3, LocalDate.class),
                  row.getObject(4, LocalDate.class),
                  row.getString(5),
                  row.getObject(6, OffsetDateTime.class).toInstant()));
        }
      }
      return holds;
    } catch (SQLException e) {
      throw new IllegalStateException("holds cannot be read", e);
    }
  }

  @Transactional
  Hold place(Caller caller, HoldRequest wanted) {
    Hold hold = store(caller, wanted, wanted.checkedReason());
    Map<String, String> detail = new HashMap<>();
    detail.put("reason", hold.reason());
    detail.put("from", String.valueOf(hold.from()));
    detail.put("to", String.valueOf(hold.to()));
    record(caller, "audit.hold.place", hold.id(), detail);
    return hold;
  }

  private Hold store(Caller caller, HoldRequest wanted, String reason) {
    UUID id = UuidCreator.getTimeOrderedEpoch();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement place = connection.prepareStatement(PLACE)) {
      place.setObject(1, id);
      place.setString(2, caller.organisation());
      place.setString(3, reason);
      place.setObject(4, wanted.from());
      place.setObject(5, wanted.to());
      place.setString(6, caller.principal());
      try (ResultSet row = place.executeQuery()) {
        row.next();
        return new Hold(
            id,
            reason,
            wanted.from(),
            wanted.to(),
            caller.principal(),
            row.getObject(1, OffsetDateTime.class).toInstant());
      }
    } catch (SQLException e) {
      throw new IllegalStateException("a hold cannot be placed", e);
    }
  }

  /** False if there is no such hold, or not any more. */
  @Transactional
  boolean release(Caller caller, UUID id) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement release = connection.prepareStatement(RELEASE)) {
      release.setString(1, caller.organisation());
      release.setObject(2, id);
      if (release.executeUpdate() == 0) {
        return false;
      }
    } catch (SQLException e) {
      throw new IllegalStateException("a hold cannot be released", e);
    }
    record(caller, "audit.hold.release", id, Map.of());
    return true;
  }

  private void record(Caller caller, String action, UUID id, Map<String, String> detail) {
    records.append(
        caller, action, Target.of("audit-hold", id.toString(), null), Outcome.SUCCESS, detail);
  }
}
