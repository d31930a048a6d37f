package dev.gatehouse.auth.key;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.EventKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Keeps a record of each signing key that comes or goes. The vault is in no transaction of ours, so
 * there is one record before the change, without which it is not made, and one of what came of it.
 */
@ApplicationScoped
class KeyLog {
  private static final Logger LOG = Logger.getLogger(KeyLog.class);

  private final AuditLog audit;
  private final Transactions transactions;

  KeyLog(AuditLog audit, Transactions transactions) {
    this.audit = audit;
    this.transactions = transactions;
  }

  /**
   * A change that is on record and may be made.
   *
   * @param record id of its record
   */
  record Attempt(String record, Decided decided) {}

  /** Keeps a record of what is about to be changed from one set to another. */
  List<Attempt> begin(Actor actor, JWKSet before, JWKSet after) {
    Set<String> old = ids(before);
    Set<String> next = ids(after);
    List<Decided> changes =
        Stream.concat(
                next.stream().filter(id -> !old.contains(id)).map(id -> of(actor, "create", id)),
                old.stream().filter(id -> !next.contains(id)).map(id -> of(actor, "remove", id)))
            .toList();
    return changes.isEmpty()
        ? List.of()
        : transactions.asPlatform(() ->
            changes.stream()
                .map(change -> new Attempt(audit.addAttempt(EventKey.PLATFORM, change), change))
                .toList());
  }

  /** Keeps a record of what came of it. The change stands, so this does not fail. */
  void end(List<Attempt> attempts, Outcome outcome) {
    if (attempts.isEmpty()) {
      return;
    }
    try {
      transactions.asPlatform(() -> {
        attempts.forEach(attempt -> end(attempt, outcome));
        return true;
      });
    } catch (RuntimeException e) {
      LOG.errorf(e, "What came of a change of signing keys is not on record: %s", outcome);
    }
  }

  private void end(Attempt attempt, Outcome outcome) {
    Decided ended = attempt.decided().ended(outcome);
    LOG.infof("%s %s: %s", ended.action(), ended.target().id(), outcome.status());
    audit.addOutcome(EventKey.PLATFORM, attempt.record(), ended);
  }

  private static Decided of(Actor actor, String verb, String id) {
    return Decided.attempted(actor, "signing-key." + verb, Target.of("signing-key", id, null));
  }

  private static Set<String> ids(JWKSet keys) {
    return keys.getKeys().stream().map(JWK::getKeyID).collect(Collectors.toSet());
  }
}
