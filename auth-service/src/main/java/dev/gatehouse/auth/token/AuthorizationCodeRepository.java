package dev.gatehouse.auth.token;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class AuthorizationCodeRepository implements PanacheRepositoryBase<AuthorizationCode, String> {}
