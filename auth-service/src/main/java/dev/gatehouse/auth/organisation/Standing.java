package dev.gatehouse.auth.organisation;

import dev.gatehouse.auth.Transactions;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.outbox.Outbox;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.AuthorizationServerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether callers still are who they were when their credential was looked at. That is judged by
 * what the topics said, which is a moment ago, or longer when Kafka is away: too long for who was
 * put out and would leave keys, clients or members behind.
 */
@ApplicationScoped
public class Standing {
  private static final String KEY =
      """
      SELECT coalesce(role, '') FROM api_key
      WHERE id = ?1 AND organisation = ?2 AND (expires_at IS NULL OR expires_at > now())
      """;
  private static final String MACHINE =
      "SELECT coalesce(role, '') FROM oauth_client WHERE id = ?1 AND organisation = ?2";
  private static final String GRANT =
      "SELECT '' FROM oauth_grant WHERE id = ?1 AND organisation = ?2 AND revoked_at IS NULL";

  /** Changes of one organisation wait for each other, each with a connection in its hands. */
  private static final int AT_ONCE = 4;

  private final Map<String, Integer> underWay = new ConcurrentHashMap<>();
  private final Organisations organisations;
  private final Outbox outbox;
  private final Transactions transactions;
  private final EntityManager entities;
  private final boolean foreignTokens;

  Standing(
      Organisations organisations,
      Outbox outbox,
      Transactions transactions,
      EntityManager entities,
      AuthorizationServerConfig authorizationServer) {
    this.organisations = organisations;
    this.outbox = outbox;
    this.transactions = transactions;
    this.entities = entities;
    this.foreignTokens = authorizationServer.issuer().isPresent();
  }

  /**
   * Changes something of the caller's organisation, in a transaction that other changes of it wait
   * for.
   *
   * @throws ProblemException if the caller may no longer do what it could a moment ago, or too many
   *     are waiting
   */
  public <T> T change(Caller caller, Supplier<T> work) {
    String organisation = caller.organisation();
    try {
      if (underWay.merge(organisation, 1, Integer::sum) > AT_ONCE) {
        throw ProblemException.of(
            CommonProblem.UNAVAILABLE, "The organisation changes too much at once; try again.");
      }
      return changeNow(caller, work);
    } finally {
      underWay.computeIfPresent(organisation, (_, count) -> count == 1 ? null : count - 1);
    }
  }

  private <T> T changeNow(Caller caller, Supplier<T> work) {
    return transactions.in(
        caller.organisation(),
        () -> {
          outbox.lock(caller.organisation());
          if (!holds(caller)) {
            throw ProblemException.of(
                CommonProblem.UNAUTHENTICATED, "This credential is no longer good here.");
          }
          return work.get();
        });
  }

  private boolean holds(Caller caller) {
    String organisation = caller.organisation();
    Optional<Organisation> found = organisations.find(organisation);
    if (found.filter(open -> !open.suspended()).isEmpty()) {
      return false;
    }
    if (caller.apiKey() != null
        && (!found.get().apiKeysAllowed() || !keyIsGood(organisation, caller.apiKey()))) {
      return false;
    }
    if (caller.apiKey() == null && foreignTokens) {
      return true; // roles and people are the other server's
    }
    if (caller.grant() != null && row(GRANT, caller.grant(), organisation).isEmpty()) {
      return false;
    }
    return roleNow(caller).filter(role -> role.atLeast(caller.role())).isPresent();
  }

  private Optional<Role> roleNow(Caller caller) {
    if (caller.user() != null) {
      return organisations.member(caller.organisation(), caller.user()).map(Member::role);
    }
    return caller.apiKey() != null
        ? keyRole(caller.organisation(), caller.apiKey())
        : machineRole(caller.organisation(), caller.client());
  }

  /** Whether a key is there and has not expired. */
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean keyIsGood(String organisation, String key) {
    return row(KEY, key, organisation).isPresent();
  }

  /** The role of a service key; empty if there is none, or it is no good. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<Role> keyRole(String organisation, String key) {
    return row(KEY, key, organisation).filter(role -> !role.isEmpty()).map(Role::of);
  }

  /** The role of a client that acts by itself; empty if there is none. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<Role> machineRole(String organisation, @Nullable String client) {
    return client == null
        ? Optional.empty()
        : row(MACHINE, client, organisation).filter(role -> !role.isEmpty()).map(Role::of);
  }

  private Optional<String> row(String query, String id, String organisation) {
    List<?> rows =
        entities
            .createNativeQuery(query)
            .setParameter(1, id)
            .setParameter(2, organisation)
            .getResultList();
    return rows.stream().findFirst().map(String.class::cast);
  }
}
