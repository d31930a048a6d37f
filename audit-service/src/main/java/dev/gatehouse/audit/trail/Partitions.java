package dev.gatehouse.audit.trail;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the partitions that rows go to; remembers which it has seen. */
@ApplicationScoped
class Partitions {
  private final AgroalDataSource dataSource;
  private final Set<Partition> known = ConcurrentHashMap.newKeySet();

  Partitions(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** One day of one class. */
  record Partition(LocalDate day, RetentionClass retentionClass) {

    static Partition of(TrailRow row) {
      return new Partition(row.day(), row.retentionClass());
    }

    /** Its table, as {@code audit_partition_ensure} names it. */
    String table() {
      return "audit_record_%s_%s"
          .formatted(day.format(DateTimeFormatter.BASIC_ISO_DATE), retentionClass.column());
    }
  }

  /**
   * Makes what is missing, committed at once: a transaction that held the lock of a new partition
   * while it writes rows would stop other writers.
   */
  void ensure(Collection<Partition> partitions) throws SQLException {
    if (known.containsAll(partitions)) {
      return;
    }
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT audit_partition_ensure(?, ?)")) {
      for (Partition partition : partitions) {
        statement.setObject(1, partition.day());
        statement.setString(2, partition.retentionClass().column());
        statement.execute();
        known.add(partition);
      }
    }
  }

  /** Looks again next time: what is remembered may be gone. */
  void forget() {
    known.clear();
  }
}
