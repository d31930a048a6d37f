package dev.gatehouse.auth;

import io.quarkus.arc.Arc;
import jakarta.persistence.EntityManager;
import java.util.List;

/** What tests do to the database behind the service's back; sees all organisations. */
public final class Database {
  private Database() {}

  public static int run(String statement) {
    return Arc.container()
        .instance(Transactions.class)
        .get()
        .asPlatform(() -> entities().createNativeQuery(statement).executeUpdate());
  }

  public static List<?> query(String query) {
    return Arc.container()
        .instance(Transactions.class)
        .get()
        .asPlatform(() -> entities().createNativeQuery(query).getResultList());
  }

  private static EntityManager entities() {
    return Arc.container().instance(EntityManager.class).get();
  }
}
