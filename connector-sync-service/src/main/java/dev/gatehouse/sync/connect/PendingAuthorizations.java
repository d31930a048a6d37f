package dev.gatehouse.sync.connect;

import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.sync.oauth.Pending;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Authorizations that browsers have gone for; found by their state, once. */
@ApplicationScoped
class PendingAuthorizations {
  private static final String INSERT =
      """
      INSERT INTO pending_authorization
        (hash, organisation, connector_id, opener, user_id, target, ciphertext, expires_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String LOOK =
      """
      SELECT organisation FROM pending_authorization
      WHERE hash = ? AND opener = ? AND expires_at > now()
      """;
  private static final String TAKE =
      """
      DELETE FROM pending_authorization WHERE hash = ? AND opener = ? AND expires_at > now()
      RETURNING organisation, CAST(connector_id AS text), user_id, target, ciphertext
      """;

  private final EntityManager entities;
  private final Tenancy tenancy;
  private final Sealing sealing;
  private final ConnectConfig config;

  PendingAuthorizations(
      EntityManager entities, Tenancy tenancy, Sealing sealing, ConnectConfig config) {
    this.entities = entities;
    this.tenancy = tenancy;
    this.sealing = sealing;
    this.config = config;
  }

  /**
   * @param user whose tokens they will be; empty for the connector's own
   * @param target of the connector when the browser went
   */
  record Found(
      String organisation, UUID connector, String user, String target, Pending authorization) {}

  void keep(ConnectTickets.Ticket ticket, String user, String target, Pending pending) {
    String ciphertext = sealing.seal(ticket.organisation(), pending);
    tenancy.in(
        ticket.organisation(),
        () ->
            QuarkusTransaction.requiringNew()
                .call(() ->
                    entities
                        .createNativeQuery(INSERT)
                        .setParameter(1, OneTimeSecret.hash(pending.state()))
                        .setParameter(2, ticket.organisation())
                        .setParameter(3, ticket.connector())
                        .setParameter(4, ticket.opener())
                        .setParameter(5, user)
                        .setParameter(6, target)
                        .setParameter(7, ciphertext)
                        .setParameter(8, Instant.now().plus(config.linkGoodFor()))
                        .executeUpdate()));
  }

  /** For which organisation somebody went; what {@link #take} finds stays there. */
  Optional<String> organisation(String state, String opener) {
    return tenancy.asPlatform(() ->
        QuarkusTransaction.requiringNew()
            .call(() -> {
              List<?> rows =
                  entities
                      .createNativeQuery(LOOK)
                      .setParameter(1, OneTimeSecret.hash(state))
                      .setParameter(2, opener)
                      .getResultList();
              return rows.stream().map(String.class::cast).findFirst();
            }));
  }

  /** Empty if nobody went with this state, or somebody else did, or it is used. */
  Optional<Found> take(String state, String opener) {
    return tenancy
        .asPlatform(() ->
            QuarkusTransaction.requiringNew()
                .call(() -> {
                  List<?> rows =
                      entities
                          .createNativeQuery(TAKE)
                          .setParameter(1, OneTimeSecret.hash(state))
                          .setParameter(2, opener)
                          .getResultList();
                  return rows.stream().map(row -> (Object[]) row).findFirst();
                }))
        .map(row ->
            new Found(
                (String) row[0],
                UUID.fromString((String) row[1]),
                (String) row[2],
                (String) row[3],
                sealing.open((String) row[0], (String) row[4], Pending.class)));
  }

  /** Removes what nobody came back for, and links that nobody opened. */
  long forget() {
    return tenancy.asPlatform(() ->
        QuarkusTransaction.requiringNew()
            .call(() ->
                (long)
                        entities
                            .createNativeQuery(
                                "DELETE FROM pending_authorization WHERE expires_at < now()")
                            .executeUpdate()
                    + entities
                        .createNativeQuery("DELETE FROM connect_ticket WHERE expires_at < now()")
                        .executeUpdate()));
  }
}
