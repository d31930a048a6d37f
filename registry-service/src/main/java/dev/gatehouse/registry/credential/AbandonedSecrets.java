package dev.gatehouse.registry.credential;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The list of secrets to be destroyed. A secret is put on it before it is written, with a time far
 * enough ahead, and taken off by the transaction that begins to refer to it; so whatever happens in
 * between, it is either referred to or on the list.
 */
@ApplicationScoped
class AbandonedSecrets {
  private final EntityManager entities;

  AbandonedSecrets(EntityManager entities) {
    this.entities = entities;
  }

  /** Puts a path on the list, in a transaction of its own. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void announce(String organisation, String path, Instant dueAt) {
    add(organisation, path, dueAt);
  }

  /** Puts a path on the list as part of the change that stops to refer to it. */
  @Transactional(Transactional.TxType.MANDATORY)
  void add(String organisation, String path, Instant dueAt) {
    entities
        .createNativeQuery(
            "INSERT INTO abandoned_secret (path, organisation, due_at) VALUES (?, ?, ?)")
        .setParameter(1, path)
        .setParameter(2, organisation)
        .setParameter(3, dueAt)
        .executeUpdate();
  }

  /**
   * Takes a path off the list.
   *
   * @return false if it was not on it any more: the secret is being destroyed
   */
  @Transactional(Transactional.TxType.MANDATORY)
  boolean remove(String path) {
    return entities
            .createNativeQuery("DELETE FROM abandoned_secret WHERE path = ?")
            .setParameter(1, path)
            .executeUpdate()
        == 1;
  }

  /** It is due again later. */
  @Transactional(Transactional.TxType.MANDATORY)
  void postpone(String path, Duration by) {
    entities
        .createNativeQuery("UPDATE abandoned_secret SET due_at = ? WHERE path = ?")
        .setParameter(1, Instant.now().plus(by))
        .setParameter(2, path)
        .executeUpdate();
  }

  /** Some that are due, locked until the transaction ends; none that another replica has. */
  @Transactional(Transactional.TxType.MANDATORY)
  List<String> lockDue(int atMost) {
    return entities
        .createNativeQuery(
            """
            SELECT path FROM abandoned_secret WHERE due_at <= now()
            ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED
            """,
            String.class)
        .setParameter(1, atMost)
        .getResultList()
        .stream()
        .map(String.class::cast)
        .toList();
  }
}
