package dev.gatehouse.registry.feature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.platform.event.DiscoveryEvent.FeaturesFound;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundFeature;
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
public class FeatureParts {
  private static final TypeReference<List<FoundFeature>> FEATURES = new TypeReference<>() {};

  private final EntityManager entities;

  FeatureParts(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * What has arrived of a run.
   *
   * @param parts how many
   */
  record Collected(int parts, List<FoundFeature> features) {}

  @Transactional(Transactional.TxType.MANDATORY)
  public void keep(FeaturesFound found) {
    entities
        .createNativeQuery(
            """
            INSERT INTO feature_part (connector_id, run, part, organisation, features)
            VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """)
        .setParameter(1, UUID.fromString(found.connector()))
        .setParameter(2, found.run())
        .setParameter(3, found.part())
        .setParameter(4, found.organisation())
        .setParameter(5, write(found.features()))
        .executeUpdate();
  }

  /** Takes out everything of a run. */
  @Transactional(Transactional.TxType.MANDATORY)
  Collected take(UUID connector, String run) {
    List<?> rows =
        entities
            .createNativeQuery(
                """
                DELETE FROM feature_part WHERE connector_id = ? AND run = ? RETURNING features
                """,
                String.class)
            .setParameter(1, connector)
            .setParameter(2, run)
            .getResultList();
    List<FoundFeature> features = new ArrayList<>();
    rows.forEach(row -> features.addAll(read((String) row)));
    return new Collected(rows.size(), features);
  }

  /** Forgets runs that never ended. */
  @Transactional
  public int forget(Instant before) {
    return entities
        .createNativeQuery("DELETE FROM feature_part WHERE received_at < ?")
        .setParameter(1, before)
        .executeUpdate();
  }

  private static String write(List<FoundFeature> features) {
    try {
      return Json.mapper().writeValueAsString(features);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was found could not be written", e);
    }
  }

  private static List<FoundFeature> read(String text) {
    try {
      return Json.mapper().readValue(text, FEATURES);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was found cannot be read", e);
    }
  }
}
