package dev.gatehouse.auth.login;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

@ApplicationScoped
class BrowserSessionRepository implements PanacheRepositoryBase<BrowserSession, String> {

  Optional<BrowserSession> alive(String tokenHash) {
    return find("tokenHash = ?1 and expiresAt > ?2", tokenHash, Instant.now())
        .firstResultOptional();
  }
}
