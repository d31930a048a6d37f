package dev.gatehouse.registry.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class DefinitionRepository
    implements PanacheRepositoryBase<DefinitionVersion, DefinitionVersion.Key> {
  private static final int CHUNK = 1_000;
  private static final String SERVED =
      """
      select d from DefinitionVersion d join Tool t on t.id = d.toolId and t.servedHash = d.hash
      where t.id in ?1
      """;

  Optional<DefinitionVersion> find(UUID tool, @Nullable String hash) {
    return hash == null
        ? Optional.empty()
        : find("toolId = ?1 and hash = ?2", tool, hash).firstResultOptional();
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
