package dev.gatehouse.sync.connect;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.sync.oauth.RegisteredClient;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Our clients where we registered ourselves, one per connector: nobody else's may be used. */
@ApplicationScoped
class UpstreamClients {
  private static final String UPSERT =
      """
      INSERT INTO upstream_client (id, organisation, connector_id, ciphertext) VALUES (?, ?, ?, ?)
      ON CONFLICT (connector_id) DO UPDATE SET ciphertext = excluded.ciphertext
      """;

  private final EntityManager entities;
  private final Tenancy tenancy;
  private final Sealing sealing;

  UpstreamClients(EntityManager entities, Tenancy tenancy, Sealing sealing) {
    this.entities = entities;
    this.tenancy = tenancy;
    this.sealing = sealing;
  }

  Optional<RegisteredClient> find(String organisation, UUID connector) {
    return tenancy
        .in(
            organisation,
            () ->
                QuarkusTransaction.requiringNew()
                    .call(() -> {
                      List<?> found =
                          entities
                              .createNativeQuery(
                                  "SELECT ciphertext FROM upstream_client"
                                      + " WHERE organisation = ? AND connector_id = ?")
                              .setParameter(1, organisation)
                              .setParameter(2, connector)
                              .getResultList();
                      return found.stream().map(String.class::cast).findFirst();
                    }))
        .map(ciphertext -> sealing.open(organisation, ciphertext, RegisteredClient.class));
  }

  void keep(String organisation, UUID connector, RegisteredClient client) {
    String ciphertext = sealing.seal(organisation, client);
    tenancy.in(
        organisation,
        () ->
            QuarkusTransaction.requiringNew()
                .call(() ->
                    entities
                        .createNativeQuery(UPSERT)
                        .setParameter(1, UuidCreator.getTimeOrderedEpoch())
                        .setParameter(2, organisation)
                        .setParameter(3, connector)
                        .setParameter(4, ciphertext)
                        .executeUpdate()));
  }
}
