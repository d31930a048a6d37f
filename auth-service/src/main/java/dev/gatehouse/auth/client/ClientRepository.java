package dev.gatehouse.auth.client;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class ClientRepository implements PanacheRepositoryBase<Client, String> {}
