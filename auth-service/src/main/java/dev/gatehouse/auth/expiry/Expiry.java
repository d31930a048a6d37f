package dev.gatehouse.auth.expiry;

import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.client.Clients;
import dev.gatehouse.auth.token.Grants;
import dev.gatehouse.auth.token.TokenRevocations;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;

/**
 * Removes rows that mean nothing any more. Used codes and tokens stay until they expire, so that a
 * second use is noticed.
 */
@ApplicationScoped
class Expiry {
  /** Longer than any access token lives. */
  private static final Duration REVOKED_GRANTS = Duration.ofDays(1);

  private static final List<String> STATEMENTS =
      List.of(
          "DELETE FROM browser_session WHERE expires_at < now()",
          "DELETE FROM sign_in_request WHERE expires_at < now()",
          "DELETE FROM invitation WHERE expires_at < now()",
          "DELETE FROM authorization_request WHERE expires_at < now()",
          "DELETE FROM authorization_code WHERE expires_at < now() - interval '1 hour'",
          "DELETE FROM refresh_token WHERE expires_at < now() - interval '1 hour'",
          """
          DELETE FROM oauth_grant g
          WHERE created_at < now() - interval '1 day' AND revoked_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM authorization_code c
                            WHERE c.organisation = g.organisation AND c.grant_id = g.id)
            AND NOT EXISTS (SELECT 1 FROM refresh_token t
                            WHERE t.organisation = g.organisation AND t.grant_id = g.id)
          """,
          "DELETE FROM pushed_request WHERE expires_at < now()",
          "DELETE FROM client_assertion WHERE expires_at < now()",
          "DELETE FROM known_browser WHERE last_used_at < now() - interval '180 days'",
          "DELETE FROM sign_in_failures WHERE updated_at < now() - interval '1 day'");

  private final Transactions transactions;
  private final EntityManager entities;
  private final Grants grants;
  private final TokenRevocations tokens;
  private final Clients clients;

  Expiry(
      Transactions transactions,
      EntityManager entities,
      Grants grants,
      TokenRevocations tokens,
      Clients clients) {
    this.transactions = transactions;
    this.entities = entities;
    this.grants = grants;
    this.tokens = tokens;
    this.clients = clients;
  }

  /** Harmless when several replicas do it at once. */
  @Scheduled(every = "10m", delayed = "1m")
  void remove() {
    for (String statement : STATEMENTS) {
      transactions.asPlatform(() -> entities.createNativeQuery(statement).executeUpdate());
    }
    transactions.asPlatform(() -> grants.forgetRevoked(REVOKED_GRANTS));
    transactions.asPlatform(tokens::forgetExpired);
    transactions.asPlatform(clients::forgetUnused);
  }
}
