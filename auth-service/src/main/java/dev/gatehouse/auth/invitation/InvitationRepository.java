package dev.gatehouse.auth.invitation;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@ApplicationScoped
class InvitationRepository implements PanacheRepositoryBase<Invitation, String> {

  Optional<Invitation> findByTokenHash(String hash) {
    return find("tokenHash", hash).firstResultOptional();
  }

  long countOpen() {
    return count("expiresAt > ?1", Instant.now());
  }

  List<Invitation> open() {
    return list("expiresAt > ?1 order by createdAt desc, id", Instant.now());
  }
}
