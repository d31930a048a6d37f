package dev.gatehouse.auth.token;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

@ApplicationScoped
class RevokedTokenRepository implements PanacheRepositoryBase<RevokedToken, String> {

  /** False if it was there. */
  boolean insertUnlessThere(String jti, String organisation, Instant expiresAt) {
    return getEntityManager()
            .createNativeQuery(
                """
                INSERT INTO revoked_token (jti, organisation, expires_at) VALUES (?1, ?2, ?3)
                ON CONFLICT DO NOTHING
                """)
            .setParameter(1, jti)
            .setParameter(2, organisation)
            .setParameter(3, expiresAt)
            .executeUpdate()
        == 1;
  }
}
