package dev.gatehouse.sync.connect;

import dev.gatehouse.platform.tenancy.Tenancy;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Links to connect an account: each for one connector and one person, good once and shortly. */
@ApplicationScoped
class ConnectTickets {
  private static final String INSERT =
      """
      INSERT INTO connect_ticket (hash, organisation, connector_id, opener, expires_at)
      VALUES (?, ?, ?, ?, ?)
      """;
  private static final String LOOK =
      """
      SELECT organisation, CAST(connector_id AS text), opener FROM connect_ticket
      WHERE hash = ? AND expires_at > now()
      """;

  private final EntityManager entities;
  private final Tenancy tenancy;
  private final ConnectConfig config;

  ConnectTickets(EntityManager entities, Tenancy tenancy, ConnectConfig config) {
    this.entities = entities;
    this.tenancy = tenancy;
    this.config = config;
  }

  /**
   * @param opener the only user who may open it
   */
  record Ticket(String organisation, UUID connector, String opener) {}

  record Issued(String value, Instant expiresAt) {}

  Issued issue(Ticket ticket) {
    String value = OneTimeSecret.generate();
    Instant end = Instant.now().plus(config.linkGoodFor());
    tenancy.in(
        ticket.organisation(),
        () ->
            QuarkusTransaction.requiringNew()
                .call(() ->
                    entities
                        .createNativeQuery(INSERT)
                        .setParameter(1, OneTimeSecret.hash(value))
                        .setParameter(2, ticket.organisation())
                        .setParameter(3, ticket.connector())
                        .setParameter(4, ticket.opener())
                        .setParameter(5, end)
                        .executeUpdate()));
    return new Issued(value, end);
  }

  /** Without using it up. The value alone says which organisation it belongs to. */
  Optional<Ticket> look(String value) {
    return tenancy.asPlatform(() ->
        QuarkusTransaction.requiringNew()
            .call(() -> {
              List<?> rows =
                  entities
                      .createNativeQuery(LOOK)
                      .setParameter(1, OneTimeSecret.hash(value))
                      .getResultList();
              return rows.stream()
                  .map(row -> (Object[]) row)
                  .map(row ->
                      new Ticket(
                          (String) row[0], UUID.fromString((String) row[1]), (String) row[2]))
                  .findFirst();
            }));
  }

  /** Whether it was still there to be used. */
  boolean use(String value) {
    return tenancy.asPlatform(() ->
        QuarkusTransaction.requiringNew()
            .call(() ->
                entities
                        .createNativeQuery(
                            "DELETE FROM connect_ticket WHERE hash = ? AND expires_at > now()")
                        .setParameter(1, OneTimeSecret.hash(value))
                        .executeUpdate()
                    == 1));
  }
}
