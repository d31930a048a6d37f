package dev.gatehouse.registry.server;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes what search looks at. Weights: A the name, B the title, C tools, D all other text. */
@ApplicationScoped
class ServerEntries {
  private static final int MAX_TEXT = 6_000;

  /** Parts of namespaces that say nothing. */
  private static final Set<String> HOSTS = Set.of("io", "com", "org", "net", "dev", "github", "ai");

  private static final String PUT =
      """
      INSERT INTO %1$sentry (%2$sname, server_id, name_key, title_key, namespace, category,
        transports, package_types, status, standing, changed, words)
      VALUES (%3$s?, ?, ?, ?, ?, ?, ?, ?, ?, ?, pg_current_xact_id(),
        setweight(to_tsvector('simple', ?) || to_tsvector('english', ?), 'A')
        || setweight(to_tsvector('simple', ?) || to_tsvector('english', ?), 'B')
        || setweight(to_tsvector('english', ?), 'C')
        || setweight(to_tsvector('english', ?), 'D'))
      ON CONFLICT (%2$sname) DO UPDATE SET
        server_id = EXCLUDED.server_id, name_key = EXCLUDED.name_key,
        title_key = EXCLUDED.title_key, category = EXCLUDED.category,
        transports = EXCLUDED.transports, package_types = EXCLUDED.package_types,
        status = EXCLUDED.status, standing = EXCLUDED.standing, changed = EXCLUDED.changed,
        words = EXCLUDED.words
      """;

  /** The latest version of a server. */
  record Described(long id, ServerDocument document, String status) {}

  void put(Connection connection, Shelf shelf, List<Described> servers) throws SQLException {
    String organisation = shelf.organisation();
    String sql =
        PUT.formatted(
            shelf.prefix(),
            organisation == null ? "" : "organisation, ",
            organisation == null ? "" : "?, ");
    try (PreparedStatement put = connection.prepareStatement(sql)) {
      for (Described server : servers) {
        int at = 1;
        if (organisation != null) {
          put.setString(at++, organisation);
        }
        bind(connection, put, at, server);
        put.addBatch();
      }
      put.executeBatch();
    }
  }

  private static void bind(Connection connection, PreparedStatement put, int from, Described server)
      throws SQLException {
    ServerDocument document = server.document();
    int at = from;
    put.setString(at++, document.name());
    put.setLong(at++, server.id());
    put.setString(at++, SearchText.key(document.shortName()));
    put.setString(at++, SearchText.key(document.title()));
    put.setString(at++, document.namespace());
    put.setString(at++, document.category());
    put.setArray(at++, connection.createArrayOf("text", document.transports().toArray()));
    put.setArray(at++, connection.createArrayOf("text", document.packageTypes().toArray()));
    put.setString(at++, server.status());
    put.setInt(at++, standing(document));
    String name = SearchText.nameWords(document.shortName());
    String title = SearchText.nameWords(document.title());
    put.setString(at++, name);
    put.setString(at++, name);
    put.setString(at++, title);
    put.setString(at++, title);
    put.setString(at++, SearchText.line(toolNames(document), MAX_TEXT));
    put.setString(at, SearchText.line(rest(document), MAX_TEXT));
  }

  private static String toolNames(ServerDocument document) {
    return document.tools().stream()
        .map(ServerDocument.ListedTool::name)
        .collect(Collectors.joining(" "));
  }

  private static String rest(ServerDocument document) {
    String publisher =
        Arrays.stream(document.namespace().toLowerCase(Locale.ROOT).split("[.-]"))
            .filter(part -> !HOSTS.contains(part))
            .collect(Collectors.joining(" "));
    String tools =
        document.tools().stream()
            .map(ServerDocument.ListedTool::description)
            .collect(Collectors.joining(" "));
    return String.join(
        " ",
        document.description(),
        document.longDescription(),
        Objects.requireNonNullElse(document.category(), ""),
        publisher,
        tools);
  }

  /** Which of two that match alike comes first: 0 to 100, by what a document tells. */
  private static int standing(ServerDocument document) {
    String key = SearchText.key(document.shortName()).replace(" ", "");
    String publisher =
        document
            .namespace()
            .toLowerCase(Locale.ROOT)
            .replaceFirst("^(io|com)\\.(github|gitlab)\\.", "");
    boolean byItsVendor = key.length() > 2 && publisher.contains(key);
    int standing = byItsVendor ? 50 : 0;
    standing += document.namespace().contains("modelcontextprotocol") ? 20 : 0;
    standing += document.transports().contains("streamable-http") ? 5 : 0;
    standing += document.tools().isEmpty() ? 0 : 10;
    standing += document.title().isEmpty() ? 0 : 5;
    return standing + (document.hasRepository() ? 10 : 0);
  }
}
