package dev.gatehouse.auth.client;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

@ApplicationScoped
class ClientRepository implements PanacheRepositoryBase<Client, String> {

  /** Makes whoever counts clients before adding one wait for the others that do. */
  void lock() {
    getEntityManager()
        .createNativeQuery("SELECT true FROM pg_advisory_xact_lock(7205759403792793603)")
        .getSingleResult();
  }

  /** How many have registered and were never used. */
  long countUnused() {
    return count("lastUsedAt is null and organisation is null and freshUntil is null");
  }

  /**
   * Removes the oldest of those that a document describes and that were never used.
   *
   * @param most how many of them may stay
   * @param newest stays in any case
   */
  void forgetUnusedDocuments(int most, String newest) {
    getEntityManager()
        .createNativeQuery(
            """
            DELETE FROM oauth_client WHERE id IN (
              SELECT id FROM oauth_client
              WHERE last_used_at IS NULL AND organisation IS NULL AND fresh_until IS NOT NULL AND id <> ?2
              ORDER BY created_at DESC OFFSET ?1 - 1)
            """)
        .setParameter(1, most)
        .setParameter(2, newest)
        .executeUpdate();
  }

  /**
   * A client that has yet to be described.
   *
   * @return false if it was there
   */
  boolean insertUnlessThere(String id, String name) {
    return getEntityManager()
            .createNativeQuery(
                """
                INSERT INTO oauth_client (id, name, redirect_uris, grant_types, auth_method, created_at)
                VALUES (?1, ?2, '{}', '{}', 'none', now())
                ON CONFLICT DO NOTHING
                """)
            .setParameter(1, id)
            .setParameter(2, name)
            .executeUpdate()
        == 1;
  }

  List<Client> ofOrganisation(String organisation) {
    return list("organisation = ?1 order by createdAt desc", organisation);
  }

  /** Those that came by themselves and were not used for so long. */
  List<Client> unused(Duration never, Duration noMore) {
    Instant now = Instant.now();
    return list(
        "organisation is null and ((lastUsedAt is null and createdAt < ?1) or lastUsedAt < ?2)",
        now.minus(never),
        now.minus(noMore));
  }
}
