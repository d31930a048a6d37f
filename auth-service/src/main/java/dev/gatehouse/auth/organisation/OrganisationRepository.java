package dev.gatehouse.auth.organisation;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

@ApplicationScoped
class OrganisationRepository implements PanacheRepositoryBase<Organisation, String> {

  Optional<Organisation> findBySlug(String slug) {
    return find("slug", slug).firstResultOptional();
  }
}
