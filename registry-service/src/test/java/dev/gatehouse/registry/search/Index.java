package dev.gatehouse.registry.search;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What a replica does by itself each second: takes over what has changed in the catalogue. */
final class Index {
  private Index() {}

  static List<View> refresh() {
    return Arc.container().instance(PublicEntries.class).get().refresh();
  }

  /** All in one segment, whatever came when: of more than a part of them everything is read. */
  static void readAnew() throws SQLException {
    AgroalDataSource dataSource = Arc.container().instance(AgroalDataSource.class).get();
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE public_entry SET changed = pg_current_xact_id()");
    }
    refresh();
  }
}
