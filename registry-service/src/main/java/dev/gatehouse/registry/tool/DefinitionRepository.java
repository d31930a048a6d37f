package dev.gatehouse.registry.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.registry.page.Cursor;
import dev.gatehouse.registry.page.Page;
import dev.gatehouse.registry.page.PageRequest;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class DefinitionRepository
    implements PanacheRepositoryBase<DefinitionVersion, DefinitionVersion.Key> {
  private static final Pattern HASH = Pattern.compile("[0-9A-Za-z:_-]{1,128}");
  private static final int CHUNK = 1_000;
  private static final Instant FAR_AHEAD = Instant.parse("9999-01-01T00:00:00Z");
  private static final String SIZES =
      """
      SELECT t.connector_id, sum(length(d.definition) + 2048)
      FROM tool t JOIN tool_definition d ON d.tool_id = t.id AND d.hash = t.served_hash
      WHERE t.connector_id IN (:connectors) GROUP BY t.connector_id
      """;
  private static final String SERVED =
      """
      select d from DefinitionVersion d join Tool t on t.id = d.toolId and t.servedHash = d.hash
      where t.id in ?1
      """;

  Optional<DefinitionVersion> find(UUID tool, @Nullable String hash) {
    return hash == null || !HASH.matcher(hash).matches()
        ? Optional.empty()
        : find("toolId = ?1 and hash = ?2", tool, hash).firstResultOptional();
  }

  /** The newest first. */
  Page<DefinitionVersion> page(UUID tool, PageRequest page) {
    Instant before = page.cursor().map(text -> instant(Cursor.parse(text, 2))).orElse(FAR_AHEAD);
    String hash = page.cursor().map(text -> Cursor.parse(text, 2).values().get(1)).orElse("");
    return Page.of(
        find(
                """
                toolId = ?1 and (foundAt < ?2 or (foundAt = ?2 and hash > ?3))
                order by foundAt desc, hash
                """,
                tool,
                before,
                hash)
            .range(0, page.limit())
            .list(),
        page.limit(),
        last -> Cursor.of(last.foundAt.toString(), last.hash));
  }

  private static Instant instant(Cursor cursor) {
    try {
      return Instant.parse(cursor.values().getFirst());
    } catch (DateTimeParseException e) {
      throw Cursor.invalid();
    }
  }

  /** How large the served definitions are, by connector: what each takes as text and around it. */
  Map<UUID, Long> sizes(Collection<UUID> connectors) {
    Map<UUID, Long> sizes = new HashMap<>();
    if (!connectors.isEmpty()) {
      getEntityManager()
          .createNativeQuery(SIZES, Object[].class)
          .setParameter("connectors", connectors)
          .getResultList()
          .forEach(row -> {
            Object[] values = (Object[]) row;
            sizes.put((UUID) values[0], ((Number) values[1]).longValue());
          });
    }
    return sizes;
  }

  /** The approved definition of each tool. */
  Map<UUID, JsonNode> served(Collection<UUID> tools) {
    Map<UUID, JsonNode> definitions = new HashMap<>();
    List<UUID> ids = List.copyOf(tools);
    for (int from = 0; from < ids.size(); from += CHUNK) {
      list(SERVED, ids.subList(from, Math.min(ids.size(), from + CHUNK)))
          .forEach(version -> definitions.put(version.toolId, version.definition));
    }
    return definitions;
  }
}
