package dev.gatehouse.registry.idempotency;

import dev.gatehouse.registry.idempotency.Claim.Answer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys that were used, with the answers that their first requests got. */
@ApplicationScoped
class IdempotencyKeys {
  private static final String CLAIM =
      """
      INSERT INTO idempotency_key (organisation, principal, path, name, request_hash)
      VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING
      """;
  private static final String WHERE =
      " WHERE organisation = ?1 AND principal = ?2 AND path = ?3 AND name = ?4";

  private final EntityManager entities;
  private final IdempotencyConfig config;

  IdempotencyKeys(EntityManager entities, IdempotencyConfig config) {
    this.entities = entities;
    this.config = config;
  }

  /**
   * Whose key it is and what for; a key means nothing to others.
   *
   * @param path with its query
   */
  record Key(String organisation, String principal, String path, String name) {}

  /** Claims a key in a transaction of its own, so that a second request sees it at once. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Claim claim(Key key, String requestHash) {
    forget(key, Instant.now().minus(config.kept()));
    if (query(CLAIM, key).setParameter(5, requestHash).executeUpdate() == 1) {
      return new Claim.First();
    }
    List<?> rows =
        query(
                "SELECT request_hash, status, type, location, tag, body FROM idempotency_key"
                    + WHERE,
                key)
            .getResultList();
    if (rows.isEmpty()) {
      return new Claim.InUse(); // given free between the two statements
    }
    Object[] row = (Object[]) rows.getFirst();
    if (!requestHash.equals(row[0])) {
      return new Claim.Other();
    }
    return row[1] == null ? new Claim.InUse() : new Claim.Answered(answer(row));
  }

  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void answered(Key key, Answer answer) {
    query(
            "UPDATE idempotency_key SET status = ?5, type = ?6, location = ?7, tag = ?8, body = ?9"
                + WHERE,
            key)
        .setParameter(5, answer.status())
        .setParameter(6, answer.type())
        .setParameter(7, answer.location() == null ? null : answer.location().toString())
        .setParameter(8, answer.tag())
        .setParameter(9, answer.body())
        .executeUpdate();
  }

  /** Nothing was done: the same request may be sent again. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void release(Key key) {
    query("DELETE FROM idempotency_key" + WHERE, key).executeUpdate();
  }

  /** Deletes what no longer counts; returns how many. */
  @Transactional
  int purge() {
    return entities
        .createNativeQuery("DELETE FROM idempotency_key WHERE created_at < ?1")
        .setParameter(1, Instant.now().minus(config.kept()))
        .executeUpdate();
  }

  private void forget(Key key, Instant before) {
    query("DELETE FROM idempotency_key" + WHERE + " AND created_at < ?5", key)
        .setParameter(5, before)
        .executeUpdate();
  }

  private Query query(String sql, Key key) {
    return entities
        .createNativeQuery(sql)
        .setParameter(1, key.organisation())
        .setParameter(2, key.principal())
        .setParameter(3, key.path())
        .setParameter(4, key.name());
  }

  private static Answer answer(Object[] row) {
    String location = (String) row[3];
    return new Answer(
        ((Number) row[1]).intValue(),
        (@Nullable String) row[2],
        location == null ? null : URI.create(location),
        (@Nullable String) row[4],
        (@Nullable String) row[5]);
  }
}
