package dev.gatehouse.auth.apikey;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class ApiKeyRepository implements PanacheRepositoryBase<ApiKey, String> {
  static final Sort NEWEST_FIRST = Sort.by("createdAt", Sort.Direction.Descending).and("id");
}
