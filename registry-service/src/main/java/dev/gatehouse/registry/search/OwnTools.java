package dev.gatehouse.registry.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.registry.index.Entry;
import dev.gatehouse.registry.index.Field;
import dev.gatehouse.registry.index.Segment;
import dev.gatehouse.registry.server.SearchText;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
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

  /** What they may take in memory, and what their definitions may have in characters. */
  static final long MOST_BYTES = 32L << 20;

  private static final long MOST_READ = 64L << 20;

  /** What all organisations together may take; who has not searched for longest leaves first. */
  private static final long MOST_KEPT = 64L << 20;

  private static final int PATIENCE_SECONDS = 10;
  private static final int READING_SECONDS = 60;

  /** Definitions may be large, so few of them are fetched at a time. */
  private static final int FETCH = 50;

  private static final int BATCH = 500;
  private static final int MAX_TEXT = 4_000;

  // Times are those of the replica that wrote: beside them the versions, which no clock makes.
  private static final String STAMP =
      """
      SELECT t.many, t.newest, t.versions, c.newest, c.versions
      FROM (SELECT count(*) AS many, max(updated_at) AS newest, sum(version) AS versions
          FROM tool WHERE organisation = ?) AS t,
        (SELECT max(updated_at) AS newest, sum(version) AS versions
          FROM connector WHERE organisation = ?) AS c
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

  private final AgroalDataSource dataSource;
  private final Map<String, Tools> kept = new LinkedHashMap<>(16, 0.75f, true);

  /** Two readings at a time, and of one organisation never more than one. */
  private final List<Lock> turns = List.of(new ReentrantLock(), new ReentrantLock());

  private long bytes;

  OwnTools(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Changes whenever a tool or connector does. */
  private record Stamp(
      long count,
      @Nullable Timestamp tools,
      long toolVersions,
      @Nullable Timestamp connectors,
      long connectorVersions) {}

  private record Row(UUID id, Entry entry, String name, String title, String rest) {}

  /**
   * @param ids by the number that the entries have as their id
   * @param cut whether there are more tools than can be found
   */
  record Tools(Object stamp, List<UUID> ids, View view, boolean cut) {}

  /**
   * Those of the caller's organisation, as they are now.
   *
   * @throws ProblemException if others are being read for too long
   */
  Tools of(String organisation) throws SQLException {
    try (OnDemand database = new OnDemand(dataSource)) {
      Tools known = known(organisation, stamp(database.connection(), organisation));
      if (known != null) {
        return known;
      }
    }
    Lock turn = turns.get(Math.floorMod(organisation.hashCode(), turns.size()));
    take(turn);
    try { // in a transaction, as rows are fetched in parts there only
      return QuarkusTransaction.requiringNew()
          .timeout(READING_SECONDS)
          .call(() -> {
            try (Connection connection = dataSource.getConnection()) {
              return knownOrRead(connection, organisation);
            }
          });
    } finally {
      turn.unlock();
    }
  }

  private static void take(Lock turn) {
    boolean taken = false;
    try {
      taken = turn.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!taken) {
      throw ProblemException.of(
          CommonProblem.UNAVAILABLE, "Tools are being read for search; try again.");
    }
  }

  private Tools knownOrRead(Connection connection, String organisation) throws SQLException {
    Stamp stamp = stamp(connection, organisation);
    Tools known = known(organisation, stamp);
    if (known != null) {
      return known;
    }
    Tools read = read(connection, organisation, stamp, MOST_BYTES);
    if (read.cut) {
      LOG.infof(
          "Of the tools of organisation %s the first %d can be found",
          organisation, read.ids.size());
    }
    keep(organisation, read);
    return read;
  }

  private synchronized @Nullable Tools known(String organisation, Stamp stamp) {
    Tools known = kept.get(organisation);
    return known != null && known.stamp.equals(stamp) ? known : null;
  }

  private synchronized void keep(String organisation, Tools read) {
    forget(organisation);
    kept.put(organisation, read);
    bytes += bytes(read);
    while (bytes > MOST_KEPT && kept.size() > 1) {
      forget(kept.keySet().iterator().next());
    }
  }

  private void forget(String organisation) {
    Tools old = kept.remove(organisation);
    bytes -= old == null ? 0 : bytes(old);
  }

  /** With something for those that have no tools at all, so that they leave too. */
  private static long bytes(Tools tools) {
    return 1_000 + tools.view.segment().bytes();
  }

  private static Stamp stamp(Connection connection, String organisation) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(STAMP)) {
      select.setString(1, organisation);
      select.setString(2, organisation);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new Stamp(
            row.getLong(1),
            row.getTimestamp(2),
            row.getLong(3),
            row.getTimestamp(4),
            row.getLong(5));
      }
    }
  }

  /**
   * Reads as many as may be kept.
   *
   * @param mostBytes where they are cut, to the next {@link #BATCH}
   */
  static Tools read(Connection connection, String organisation, Object stamp, long mostBytes)
      throws SQLException {
    Segment.Builder segment = new Segment.Builder();
    List<UUID> ids = new ArrayList<>();
    List<Row> batch = new ArrayList<>();
    long read = 0;
    boolean cut = false;
    try (PreparedStatement select = connection.prepareStatement(TOOLS)) {
      select.setFetchSize(FETCH);
      select.setString(1, organisation);
      select.setInt(2, MOST + 1);
      try (ResultSet row = select.executeQuery()) {
        while (!cut && row.next()) {
          int many = ids.size() + batch.size();
          cut = many == MOST || read > MOST_READ || segment.bytes() > mostBytes;
          if (!cut) {
            String definition = row.getString(6);
            read += definition.length();
            batch.add(row(row, definition, many));
          }
          if (batch.size() == BATCH) {
            add(connection, batch, ids, segment);
          }
        }
      }
    }
    add(connection, batch, ids, segment);
    return new Tools(stamp, ids, View.of(segment.build(), organisation), cut);
  }

  private static Row row(ResultSet row, String text, int number) throws SQLException {
    String name = row.getString(2);
    String connector = row.getString(4);
    JsonNode definition = definition(text);
    String title = definition.path("title").asText(definition.at("/annotations/title").asText());
    List<String> parameters = new ArrayList<>();
    definition.at("/inputSchema/properties").fieldNames().forEachRemaining(parameters::add);
    Entry entry =
        new Entry(
            connector + "/" + name,
            number,
            0,
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
                + cut(definition.path("description").asText())
                + " "
                + cut(String.join(" ", parameters)),
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

  /** As much as may have words that count: the rest is not even looked at. */
  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), 2 * MAX_TEXT));
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
