package dev.gatehouse.auth.login;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Optional;

@ApplicationScoped
class UserRepository implements PanacheRepositoryBase<User, String> {

  Optional<User> findByUsername(String username) {
    return find("username", username.toLowerCase(Locale.ROOT)).firstResultOptional();
  }
}
