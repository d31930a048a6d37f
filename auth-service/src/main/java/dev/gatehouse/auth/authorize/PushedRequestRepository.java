package dev.gatehouse.auth.authorize;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class PushedRequestRepository implements PanacheRepositoryBase<PushedRequest, String> {}
