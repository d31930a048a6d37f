package dev.gatehouse.auth.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** Browsers that people have signed in at with their password. */
@ApplicationScoped
class KnownBrowsers {
  private static final String FIND =
      """
      SELECT 1 FROM known_browser b JOIN user_account u ON u.id = b.user_id
      WHERE u.username = ?1 AND b.browser_hash = ?2
      """;
  private static final String REMEMBER =
      """
      INSERT INTO known_browser (user_id, browser_hash, last_used_at) VALUES (?1, ?2, now())
      ON CONFLICT (user_id, browser_hash) DO UPDATE SET last_used_at = now()
      """;

  private final EntityManager entities;

  KnownBrowsers(EntityManager entities) {
    this.entities = entities;
  }

  /** Whether somebody has signed in to this account at this browser before. */
  @Transactional(Transactional.TxType.MANDATORY)
  boolean knows(String username, Browser browser) {
    return browser.known()
        && !entities
            .createNativeQuery(FIND)
            .setParameter(1, username)
            .setParameter(2, browser.hash())
            .getResultList()
            .isEmpty();
  }

  @Transactional(Transactional.TxType.MANDATORY)
  void remember(User user, Browser browser) {
    entities
        .createNativeQuery(REMEMBER)
        .setParameter(1, user.id)
        .setParameter(2, browser.hash())
        .executeUpdate();
  }
}
