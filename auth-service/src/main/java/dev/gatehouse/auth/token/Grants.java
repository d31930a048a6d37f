package dev.gatehouse.auth.token;

import dev.gatehouse.auth.OpaqueToken;
import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.auth.client.ClientDeleted;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.IdentityEvent.Revoked;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Grants, from consent to revocation; all in transactions of the grant's organisation. */
@ApplicationScoped
public class Grants {
  /** A token may be taken a little longer than it says, where clocks differ. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  private final GrantRepository grants;
  private final AuthorizationCodeRepository codes;
  private final TokenConfig config;
  private final Outbox outbox;
  private final AuditLog audit;

  Grants(
      GrantRepository grants,
      AuthorizationCodeRepository codes,
      TokenConfig config,
      Outbox outbox,
      AuditLog audit) {
    this.grants = grants;
    this.codes = codes;
    this.config = config;
    this.outbox = outbox;
    this.audit = audit;
  }

  /** What a person has allowed. */
  public record Permission(
      String organisation, String user, String client, String resource, Set<Scope> scopes) {}

  /**
   * Keeps a grant and returns the code that it can be collected with.
   *
   * @param redirectUri where the code is sent
   * @param codeChallenge S256 of what only the client knows
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public OpaqueToken create(Permission permission, String redirectUri, String codeChallenge) {
    Grant grant =
        new Grant(
            permission.organisation(),
            permission.user(),
            permission.client(),
            permission.resource(),
            permission.scopes());
    grants.persist(grant);
    OpaqueToken code = OpaqueToken.generate();
    codes.persist(
        new AuthorizationCode(
            code.hash(),
            grant,
            redirectUri,
            codeChallenge,
            Instant.now().plus(config.codeLifetime())));
    return code;
  }

  /** A grant that nobody else changes until the transaction ends. */
  Optional<Grant> locked(String id) {
    return grants.find("id", id).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
  }

  /**
   * Ends a grant: no token of it is renewed, and those that are out are refused within seconds.
   *
   * @param why the rule by which it ends
   */
  void revoke(Grant grant, String why) {
    if (grant.revoked()) {
      return;
    }
    Instant now = Instant.now();
    grant.revokedAt = now;
    outbox.append(
        Topics.IDENTITY,
        new Revoked(
            grant.organisation,
            Revoked.Kind.GRANT,
            grant.id,
            now.plus(config.accessLifetime()).plus(CLOCK_SKEW)));
    audit.add(
        grant.organisation,
        Decided.done(actor(grant), "grant.revoke", Target.of("grant", grant.id, grant.resource))
            .with("why", why));
  }

  /** What people allowed a client ends with it. */
  @Transactional(Transactional.TxType.MANDATORY)
  void end(@Observes ClientDeleted deleted) {
    grants
        .list("clientId = ?1 and revokedAt is null", deleted.client())
        .forEach(grant -> revoke(grant, "client-deleted"));
  }

  /**
   * Forgets grants that ended a while ago, and takes back that they were revoked: no token of
   * theirs is alive.
   *
   * @return how many were forgotten
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public int forgetRevoked(Duration ago) {
    List<Grant> ended =
        grants.list("revokedAt < ?1 order by organisation", Instant.now().minus(ago));
    for (Grant grant : ended) {
      outbox.remove(Topics.IDENTITY, new EventKey(grant.organisation, "revocation", grant.id));
      grants.delete(grant);
    }
    return ended.size();
  }

  static Actor actor(Grant grant) {
    return new Actor(grant.userId, grant.clientId, null, grant.id, null);
  }
}
