package dev.gatehouse.registry.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundTool;
import dev.gatehouse.platform.event.DiscoveryEvent.ToolsFound;
import dev.gatehouse.platform.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Keeps what a run has found until the run says that it has ended. */
@ApplicationScoped
class DiscoveryParts {
  private static final TypeReference<List<FoundTool>> TOOLS = new TypeReference<>() {};

  private final EntityManager entities;

  DiscoveryParts(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * The tools of the parts that have arrived.
   *
   * @param parts how many
   */
  record Collected(int parts, List<FoundTool> tools) {}

  @Transactional(Transactional.TxType.MANDATORY)
  void keep(ToolsFound found) {
    entities
        .createNativeQuery(
            """
            INSERT INTO discovery_part (connector_id, run, part, organisation, tools)
            VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """)
        .setParameter(1, UUID.fromString(found.connector()))
        .setParameter(2, found.run())
        .setParameter(3, found.part())
        .setParameter(4, found.organisation())
        .setParameter(5, write(found.tools()))
        .executeUpdate();
  }

  /** Takes out everything of a run. */
  @Transactional(Transactional.TxType.MANDATORY)
  Collected take(UUID connector, String run) {
    List<?> rows =
        entities
            .createNativeQuery(
                """
                DELETE FROM discovery_part WHERE connector_id = ? AND run = ? RETURNING tools
                """,
                String.class)
            .setParameter(1, connector)
            .setParameter(2, run)
            .getResultList();
    List<FoundTool> tools = new ArrayList<>();
    rows.forEach(row -> tools.addAll(read((String) row)));
    return new Collected(rows.size(), tools);
  }

  /** Forgets runs that never ended. */
  @Transactional
  int forget(Instant before) {
    return entities
        .createNativeQuery("DELETE FROM discovery_part WHERE received_at < ?")
        .setParameter(1, before)
        .executeUpdate();
  }

  private static String write(List<FoundTool> tools) {
    try {
      return Json.mapper().writeValueAsString(tools);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("found tools could not be written", e);
    }
  }

  private static List<FoundTool> read(String text) {
    try {
      return Json.mapper().readValue(text, TOOLS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored found tools cannot be read", e);
    }
  }
}
