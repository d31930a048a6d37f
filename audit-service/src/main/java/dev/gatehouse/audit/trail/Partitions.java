package dev.gatehouse.audit.trail;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the partitions that rows go to; remembers which it has seen. */
@ApplicationScoped
class Partitions {
  private final AgroalDataSource dataSource;
  private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

  Partitions(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Makes what is missing, committed at once: a transaction that held the lock of a new partition
   * while it writes rows would stop other writers.
   */
  void ensure(Collection<LocalDate> days) throws SQLException {
    if (known.containsAll(days)) {
      return;
    }
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT audit_partition_ensure(?, ?)")) {
      for (LocalDate day : days) {
        statement.setObject(1, day);
        statement.setString(2, RetentionClass.STANDARD.column());
        statement.execute();
        known.add(day);
      }
    }
  }

  /** Looks again next time: what is remembered may be gone. */
  void forget() {
    known.clear();
  }
}
