package dev.gatehouse.auth.key;

import com.nimbusds.jose.jwk.JWKSet;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.vault.SecretStore;
import dev.gatehouse.platform.vault.Vault;
import dev.gatehouse.platform.vault.VaultException;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The signing keys where they are kept: one document in the vault. Check-and-set lets only the
 * first of several replicas change it; the others take what it wrote.
 */
@ApplicationScoped
class SigningKeys {
  private static final String FIELD = "jwks";

  private final Vault vault;
  private final KeySchedule schedule;
  private final KeyLog log;
  private final String path;

  SigningKeys(Vault vault, KeySchedule schedule, KeyConfig config, KeyLog log) {
    this.log = log;
    this.vault = vault;
    this.schedule = schedule;
    this.path = config.path();
  }

  /**
   * Reads the keys.
   *
   * @throws VaultException if there are none, or the vault is away or refuses
   */
  JWKSet load() {
    return parse(vault.secrets().readLatest(path));
  }

  /**
   * Reads the keys, and makes the first one if there is none.
   *
   * @throws VaultException if the vault is away or refuses
   */
  JWKSet loadOrCreate() {
    SecretStore secrets = vault.secrets();
    try {
      return parse(secrets.readLatest(path));
    } catch (VaultException e) {
      if (e.kind() != VaultException.Kind.NOT_FOUND) {
        throw e;
      }
    }
    JWKSet made = schedule.first(Instant.now());
    Map<String, Object> document = Map.of(FIELD, made.toString(false));
    return isFirst(Actor.service("auth"), new JWKSet(), made, () -> secrets.create(path, document))
        ? made
        : parse(secrets.readLatest(path));
  }

  /**
   * Changes the keys, unless another replica is faster; then there is no change by this one.
   *
   * @return the keys that there are now
   * @throws VaultException if the vault is away or refuses
   */
  JWKSet change(Actor actor, UnaryOperator<JWKSet> change) {
    SecretStore secrets = vault.secrets();
    SecretStore.Versioned stored = secrets.readLatest(path);
    JWKSet before = parse(stored);
    JWKSet after = change.apply(before);
    if (after == before) {
      return before;
    }
    Map<String, Object> document = Map.of(FIELD, after.toString(false));
    return isFirst(actor, before, after, () -> secrets.update(path, stored.version(), document))
        ? after
        : parse(secrets.readLatest(path));
  }

  /** Writes, with a record before and after; false if another replica was faster. */
  private boolean isFirst(Actor actor, JWKSet before, JWKSet after, Runnable write) {
    List<KeyLog.Attempt> attempts = log.begin(actor, before, after);
    try {
      write.run();
    } catch (VaultException e) {
      if (e.kind() == VaultException.Kind.UNAVAILABLE) {
        throw e; // it may have been written all the same: what came of it is not known
      }
      log.end(
          attempts, new Outcome(Outcome.Status.ERROR, e.kind().name().toLowerCase(Locale.ROOT)));
      if (e.kind() == VaultException.Kind.CONFLICT) {
        return false;
      }
      throw e;
    }
    log.end(attempts, Outcome.SUCCESS);
    return true;
  }

  private JWKSet parse(SecretStore.Versioned secret) {
    try {
      return JWKSet.parse(String.valueOf(secret.data().get(FIELD)));
    } catch (ParseException _) {
      // The cause would show the keys.
      throw new IllegalStateException("the vault holds no JWK set at " + path);
    }
  }
}
