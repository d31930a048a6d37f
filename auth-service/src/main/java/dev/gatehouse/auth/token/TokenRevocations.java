package dev.gatehouse.auth.token;

import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.IdentityEvent.Revoked;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Access tokens of machines that were revoked one by one, until they have expired anyway. */
@ApplicationScoped
public class TokenRevocations {
  /** A token may be taken a little longer than it says, where clocks differ. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  private final RevokedTokenRepository tokens;
  private final Outbox outbox;
  private final AuditLog audit;

  TokenRevocations(RevokedTokenRepository tokens, Outbox outbox, AuditLog audit) {
    this.tokens = tokens;
    this.outbox = outbox;
    this.audit = audit;
  }

  /** In a transaction of the token's organisation; does nothing for one that was revoked. */
  void revoke(String organisation, String client, String jti, Instant expiresAt) {
    Instant until = expiresAt.plus(CLOCK_SKEW);
    if (!tokens.insertUnlessThere(jti, organisation, until)) {
      return;
    }
    outbox.append(Topics.IDENTITY, new Revoked(organisation, Revoked.Kind.TOKEN, jti, until));
    audit.add(
        organisation,
        Decided.done(
            new Actor(null, client, null, null, null),
            "token.revoke",
            Target.of("token", jti, null)));
  }

  boolean revoked(String jti) {
    return tokens.findByIdOptional(jti).isPresent();
  }

  /**
   * Forgets those that have expired.
   *
   * @return how many
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public int forgetExpired() {
    List<RevokedToken> expired = tokens.list("expiresAt < ?1 order by organisation", Instant.now());
    for (RevokedToken token : expired) {
      outbox.remove(Topics.IDENTITY, new EventKey(token.organisation, "revocation", token.jti));
      tokens.delete(token);
    }
    return expired.size();
  }
}
