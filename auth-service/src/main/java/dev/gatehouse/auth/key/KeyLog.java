package dev.gatehouse.auth.key;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.audit.AuditLog;
import dev.gatehouse.auth.audit.Decided;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.EventKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Keeps a record of each signing key that comes or goes. */
@ApplicationScoped
class KeyLog {
  private static final Logger LOG = Logger.getLogger(KeyLog.class);

  private final AuditLog audit;
  private final Transactions transactions;

  KeyLog(AuditLog audit, Transactions transactions) {
    this.audit = audit;
    this.transactions = transactions;
  }

  /** Of what changed from one set to another. */
  void add(Actor actor, JWKSet before, JWKSet after) {
    Set<String> old = ids(before);
    Set<String> next = ids(after);
    transactions.asPlatform(() -> {
      next.stream().filter(id -> !old.contains(id)).forEach(id -> add(actor, "create", id));
      old.stream().filter(id -> !next.contains(id)).forEach(id -> add(actor, "remove", id));
      return true;
    });
  }

  private void add(Actor actor, String verb, String id) {
    LOG.infof("Signing key %s: %s", id, verb);
    audit.add(
        EventKey.PLATFORM,
        Decided.done(actor, "signing-key." + verb, Target.of("signing-key", id, null)));
  }

  private static Set<String> ids(JWKSet keys) {
    return keys.getKeys().stream().map(JWK::getKeyID).collect(Collectors.toSet());
  }
}
