package dev.gatehouse.registry.slug;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Set;
import java.util.UUID;

/**
 * The names below {@code /mcp/{org}/}: one space per organisation for gateways, agents and runners.
 */
@ApplicationScoped
public class SlugSpace {
  /** Path segments of the legacy transport below every resource. */
  static final Set<String> RESERVED = Set.of("sse", "messages");

  private final EntityManager entities;

  SlugSpace(EntityManager entities) {
    this.entities = entities;
  }

  /** Takes the first free slug for a name; the organisation's events must be locked. */
  @Transactional(Transactional.TxType.MANDATORY)
  public String take(String organisation, String kind, UUID owner, String name) {
    String slug = Slug.derive(name, kind, candidate -> isTaken(organisation, candidate));
    entities
        .createNativeQuery(
            "INSERT INTO slug (organisation, name, kind, owner_id) VALUES (?, ?, ?, ?)")
        .setParameter(1, organisation)
        .setParameter(2, slug)
        .setParameter(3, kind)
        .setParameter(4, owner)
        .executeUpdate();
    return slug;
  }

  /** Gives the owner's slug free; after the owner's row is gone. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void release(UUID owner) {
    entities
        .createNativeQuery("DELETE FROM slug WHERE owner_id = ?")
        .setParameter(1, owner)
        .executeUpdate();
  }

  private boolean isTaken(String organisation, String slug) {
    return RESERVED.contains(slug)
        || !entities
            .createNativeQuery("SELECT 1 FROM slug WHERE organisation = ? AND name = ?")
            .setParameter(1, organisation)
            .setParameter(2, slug)
            .getResultList()
            .isEmpty();
  }
}
