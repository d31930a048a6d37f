package dev.gatehouse.registry.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.platform.json.Json;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Keeps what a run has found, part by part, until the run says that it has ended.
 *
 * @param <T> what is found
 */
public abstract class RunParts<T> {
  private final EntityManager entities;
  private final String table;
  private final String column;
  private final TypeReference<List<T>> type;

  /**
   * @param table with the columns connector_id, run, part, organisation and received_at
   * @param column of the table, a text, that holds what was found
   */
  protected RunParts(
      EntityManager entities, String table, String column, TypeReference<List<T>> type) {
    this.entities = entities;
    this.table = table;
    this.column = column;
    this.type = type;
  }

  /**
   * What has arrived of a run.
   *
   * @param parts how many
   */
  public record Collected<T>(int parts, List<T> found) {}

  /** A part that is there already is not kept again. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void keep(String connector, String run, int part, String organisation, List<T> found) {
    entities
        .createNativeQuery(
            "INSERT INTO %s (connector_id, run, part, organisation, %s) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
                .formatted(table, column))
        .setParameter(1, UUID.fromString(connector))
        .setParameter(2, run)
        .setParameter(3, part)
        .setParameter(4, organisation)
        .setParameter(5, write(found))
        .executeUpdate();
  }

  /** Takes out everything of a run. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Collected<T> take(UUID connector, String run) {
    List<?> rows =
        entities
            .createNativeQuery(
                "DELETE FROM %s WHERE connector_id = ? AND run = ? RETURNING %s"
                    .formatted(table, column),
                String.class)
            .setParameter(1, connector)
            .setParameter(2, run)
            .getResultList();
    List<T> found = new ArrayList<>();
    rows.forEach(row -> found.addAll(read((String) row)));
    return new Collected<>(rows.size(), found);
  }

  /** Forgets runs that never ended. */
  @Transactional
  public int forget(Instant before) {
    return entities
        .createNativeQuery("DELETE FROM %s WHERE received_at < ?".formatted(table))
        .setParameter(1, before)
        .executeUpdate();
  }

  private String write(List<T> found) {
    try {
      return Json.mapper().writeValueAsString(found);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was found could not be written", e);
    }
  }

  private List<T> read(String text) {
    try {
      return Json.mapper().readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was found cannot be read", e);
    }
  }
}
