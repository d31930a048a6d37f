package dev.gatehouse.auth.token;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class GrantRepository implements PanacheRepositoryBase<Grant, String> {}
