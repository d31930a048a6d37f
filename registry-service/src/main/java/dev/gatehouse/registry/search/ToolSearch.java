package dev.gatehouse.registry.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.registry.search.OwnTools.Tools;
import dev.gatehouse.registry.search.SearchAnswer.Metadata;
import dev.gatehouse.registry.search.ToolAnswer.FoundTool;
import dev.gatehouse.registry.text.StorableText;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Searches the tools of the caller's organisation, as servers are searched. */
@ApplicationScoped
class ToolSearch {
  private static final int MAX_TEXT = 1_000;

  private static final String ROWS =
      """
      SELECT t.id, t.connector_id, c.slug, t.name, t.state, d.definition
      FROM tool t JOIN connector c ON c.id = t.connector_id
      JOIN tool_definition d ON d.tool_id = t.id AND d.hash = t.served_hash
      WHERE t.organisation = ? AND t.id = ANY(?)
      """;

  private final AgroalDataSource dataSource;
  private final OwnTools ownTools;
  private final Lexicon lexicon;
  private final Synonyms synonyms;
  private final Spelling spelling;

  ToolSearch(
      AgroalDataSource dataSource,
      OwnTools ownTools,
      Lexicon lexicon,
      Synonyms synonyms,
      Spelling spelling) {
    this.dataSource = dataSource;
    this.ownTools = ownTools;
    this.lexicon = lexicon;
    this.synonyms = synonyms;
    this.spelling = spelling;
  }

  ToolAnswer search(String organisation, SearchRequest request) {
    try {
      return search(organisation, ownTools.of(organisation), request);
    } catch (SQLException e) {
      throw new IllegalStateException("the tools could not be searched", e);
    }
  }

  private ToolAnswer search(String organisation, Tools tools, SearchRequest request)
      throws SQLException {
    try (OnDemand database = new OnDemand(dataSource)) {
      SearchRun run =
          new SearchRun(
              database,
              List.of(tools.view()),
              Phrases.NOWHERE,
              lexicon,
              synonyms,
              spelling,
              request);
      Findings found = run.find();
      List<Found> page = found.page();
      List<FoundTool> shown = shown(database.connection(), organisation, tools, page);
      return new ToolAnswer(
          shown,
          new Metadata(
              shown.size(),
              found.total(),
              found.isComplete() && !tools.cut(),
              found.isLast() ? null : found.after(page.getLast(), request).text(),
              run.corrected()),
          request.facets() ? facets(found) : null);
    }
  }

  private static Map<String, List<SearchResults.Count>> facets(Findings found) {
    Map<String, List<SearchResults.Count>> facets = new TreeMap<>();
    found.facets().forEach((field, counts) -> facets.put(field.label(), counts));
    return facets;
  }

  private static List<FoundTool> shown(
      Connection connection, String organisation, Tools tools, List<Found> page)
      throws SQLException {
    Map<UUID, Double> scores = new HashMap<>();
    page.forEach(found -> scores.put(tools.ids().get((int) found.id()), found.score()));
    Map<UUID, FoundTool> rows = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(ROWS)) {
      select.setString(1, organisation);
      select.setArray(2, connection.createArrayOf("uuid", scores.keySet().toArray()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          UUID id = row.getObject("id", UUID.class);
          // Not read by PostgreSQL: JSON with a NUL in a text is no jsonb.
          JsonNode definition = OwnTools.definition(row.getString("definition"));
          rows.put(
              id,
              new FoundTool(
                  id,
                  row.getObject("connector_id", UUID.class),
                  row.getString("slug"),
                  row.getString("name"),
                  text(definition.path("title")),
                  text(definition.path("description")),
                  row.getString("state").toLowerCase(Locale.ROOT),
                  scores.getOrDefault(id, 0.0)));
        }
      }
    }
    List<FoundTool> shown = new ArrayList<>();
    for (Found found : page) {
      FoundTool tool = rows.get(tools.ids().get((int) found.id()));
      if (tool != null) { // else it has just been taken away
        shown.add(tool);
      }
    }
    return shown;
  }

  /** The beginning of a text, without what cannot be sent. */
  private static @Nullable String text(JsonNode value) {
    if (!value.isTextual()) {
      return null;
    }
    String text = value.textValue();
    return StorableText.of(text.substring(0, Math.min(text.length(), MAX_TEXT)));
  }
}
