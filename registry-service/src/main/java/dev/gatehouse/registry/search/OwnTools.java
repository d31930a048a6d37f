package dev.gatehouse.registry.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.registry.index.Entry;
import dev.gatehouse.registry.index.Field;
import dev.gatehouse.registry.index.Segment;
import dev.gatehouse.registry.server.SearchText;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The tools of organisations' own connectors in memory, each read by a request of its organisation,
 * under its row-level security, and kept for this organisation alone until one of them changes.
 */
@ApplicationScoped
class OwnTools {
  private static final Logger LOG = Logger.getLogger(OwnTools.class);

  /** Tools of one organisation that can be found: those that were added first. */
  static final int MOST = 20_000;

  private static final int BATCH = 500;
  private static final int MAX_TEXT = 4_000;

  private static final String STAMP =
      """
      SELECT (SELECT count(*) FROM tool WHERE organisation = ?),
        (SELECT max(updated_at) FROM tool WHERE organisation = ?),
        (SELECT max(updated_at) FROM connector WHERE organisation = ?)
      """;
  private static final String TOOLS =
      """
      SELECT t.id, t.name, t.state, c.slug, c.transport, d.definition
      FROM tool t JOIN connector c ON c.id = t.connector_id
      JOIN tool_definition d ON d.tool_id = t.id AND d.hash = t.served_hash
      WHERE t.organisation = ? AND t.state <> 'REMOVED' ORDER BY t.id LIMIT ?
      """;
  private static final String WORDS =
      """
      SELECT (setweight(to_tsvector('simple', u.name) || to_tsvector('english', u.name), 'A')
        || setweight(to_tsvector('simple', u.title) || to_tsvector('english', u.title), 'B')
        || setweight(to_tsvector('english', u.rest), 'D'))::text
      FROM unnest(?::text[], ?::text[], ?::text[]) WITH ORDINALITY AS u (name, title, rest, place)
      ORDER BY u.place
      """;

  private final Map<String, Tools> kept = new LinkedHashMap<>(16, 0.75f, true);
  private int tools;

  /** Changes whenever a tool or connector does. */
  private record Stamp(long count, @Nullable Timestamp tools, @Nullable Timestamp connectors) {}

  private record Row(UUID id, Entry entry, String name, String title, String rest) {}

  /**
   * @param ids by the number that the entries have as their id
   */
  record Tools(Object stamp, List<UUID> ids, View view) {}

  /** Those of an organisation, as they are now. */
  Tools of(Connection connection, String organisation) throws SQLException {
    Stamp stamp = stamp(connection, organisation);
    synchronized (this) {
      Tools known = kept.get(organisation);
      if (known != null && known.stamp.equals(stamp)) {
        return known;
      }
    }
    Tools read = read(connection, organisation, stamp);
    keep(organisation, read);
    return read;
  }

  private synchronized void keep(String organisation, Tools read) {
    forget(organisation);
    kept.put(organisation, read);
    tools += read.ids.size();
    while (tools > MOST && kept.size() > 1) {
      forget(kept.keySet().iterator().next());
    }
  }

  private void forget(String organisation) {
    Tools old = kept.remove(organisation);
    tools -= old == null ? 0 : old.ids.size();
  }

  private static Stamp stamp(Connection connection, String organisation) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(STAMP)) {
      for (int i = 1; i <= 3; i++) {
        select.setString(i, organisation);
      }
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new Stamp(row.getLong(1), row.getTimestamp(2), row.getTimestamp(3));
      }
    }
  }

  private static Tools read(Connection connection, String organisation, Stamp stamp)
      throws SQLException {
    Segment.Builder segment = new Segment.Builder();
    List<UUID> ids = new ArrayList<>();
    List<Row> batch = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(TOOLS)) {
      select.setString(1, organisation);
      select.setInt(2, MOST);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          batch.add(row(row, ids.size() + batch.size()));
          if (batch.size() == BATCH) {
            add(connection, batch, ids, segment);
          }
        }
      }
    }
    add(connection, batch, ids, segment);
    return new Tools(stamp, ids, new View(segment.build(), new BitSet(), organisation));
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    String name = row.getString(2);
    String connector = row.getString(4);
    JsonNode definition = definition(row.getString(6));
    String title = definition.path("title").asText(definition.at("/annotations/title").asText());
    List<String> parameters = new ArrayList<>();
    definition.at("/inputSchema/properties").fieldNames().forEachRemaining(parameters::add);
    Entry entry =
        new Entry(
            connector + "/" + name,
            number,
            SearchText.key(name),
            SearchText.key(title),
            0,
            Map.of(
                Field.NAMESPACE, List.of(connector),
                Field.TRANSPORT, List.of(lower(row.getString(5)).replace('_', '-')),
                Field.STATUS, List.of(lower(row.getString(3)))),
            "");
    return new Row(
        row.getObject(1, UUID.class),
        entry,
        SearchText.nameWords(name),
        SearchText.nameWords(title),
        SearchText.line(
            connector
                + " "
                + definition.path("description").asText()
                + " "
                + String.join(" ", parameters),
            MAX_TEXT));
  }

  private static void add(
      Connection connection, List<Row> batch, List<UUID> ids, Segment.Builder segment)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(WORDS)) {
      select.setArray(1, texts(connection, batch.stream().map(Row::name).toList()));
      select.setArray(2, texts(connection, batch.stream().map(Row::title).toList()));
      select.setArray(3, texts(connection, batch.stream().map(Row::rest).toList()));
      try (ResultSet row = select.executeQuery()) {
        for (Row tool : batch) {
          row.next();
          segment.add(tool.entry.with(row.getString(1)));
          ids.add(tool.id);
        }
      }
    }
    batch.clear();
  }

  private static Array texts(Connection connection, List<String> texts) throws SQLException {
    return connection.createArrayOf("text", texts.toArray());
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** A stored definition; one that cannot be read is empty: its tool is found by its name. */
  static JsonNode definition(String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      LOG.debug("A stored definition cannot be read", e);
      return MissingNode.getInstance();
    }
  }
}
