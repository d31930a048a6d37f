package dev.gatehouse.sync.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.platform.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Which tools a connector had at its last run. */
@ApplicationScoped
class KnownTools {
  private static final TypeReference<Map<String, String>> HASHES = new TypeReference<>() {};
  private static final String UPSERT =
      """
      INSERT INTO known_tools (connector_id, organisation, hashes) VALUES (?, ?, ?)
      ON CONFLICT (connector_id) DO UPDATE SET hashes = excluded.hashes
      """;

  private final EntityManager entities;

  KnownTools(EntityManager entities) {
    this.entities = entities;
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public Map<String, String> of(String organisation, UUID connector) {
    List<?> found =
        entities
            .createNativeQuery(
                "SELECT hashes FROM known_tools WHERE organisation = ? AND connector_id = ?")
            .setParameter(1, organisation)
            .setParameter(2, connector)
            .getResultList();
    try {
      return found.isEmpty()
          ? Map.of()
          : Json.mapper().readValue((String) found.getFirst(), HASHES);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored hashes cannot be read", e);
    }
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public void keep(String organisation, UUID connector, Map<String, String> hashes) {
    try {
      entities
          .createNativeQuery(UPSERT)
          .setParameter(1, connector)
          .setParameter(2, organisation)
          .setParameter(3, Json.mapper().writeValueAsString(hashes))
          .executeUpdate();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("hashes could not be written", e);
    }
  }
}
