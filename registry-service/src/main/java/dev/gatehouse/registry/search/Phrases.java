package dev.gatehouse.registry.search;

import dev.gatehouse.registry.index.Postings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds out in which entries words stand side by side, which only the database knows. */
@FunctionalInterface
interface Phrases {
  /** Most in which a phrase is looked for: as many as are ranked. */
  int MOST = SearchRun.RANKED;

  /** In servers. */
  Phrases OF_SERVERS = Phrases::ofServers;

  /** Takes all words for a phrase. */
  Phrases NOWHERE = (_, _, entries, _) -> entries;

  /** Those of some entries, of no more than {@link #MOST}, that have the words side by side. */
  Postings keep(Connection connection, View view, Postings entries, List<String> words)
      throws SQLException;

  private static Postings ofServers(
      Connection connection, View view, Postings entries, List<String> words) throws SQLException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      names.add(view.segment().name(entries.entry(i)));
    }
    String from =
        view.isPublic() ? "public_entry WHERE true" : "private_entry WHERE organisation = ?";
    String sql =
        "SELECT name FROM "
            + from
            + " AND name = ANY(?)"
            + " AND words @@ (phraseto_tsquery('english', ?) || phraseto_tsquery('simple', ?))";
    Set<String> with = new HashSet<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      int at = 1;
      if (!view.isPublic()) {
        select.setString(at++, view.organisation());
      }
      select.setArray(at++, connection.createArrayOf("text", names.toArray()));
      select.setString(at++, String.join(" ", words));
      select.setString(at, String.join(" ", words));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          with.add(row.getString(1));
        }
      }
    }
    return entries.where(entry -> with.contains(view.segment().name(entry)));
  }
}
