package dev.gatehouse.auth.key;

import com.nimbusds.jose.jwk.JWKSet;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import dev.gatehouse.platform.vault.SecretStore;
import dev.gatehouse.platform.vault.Vault;
import dev.gatehouse.platform.vault.VaultException;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.ParseException;
import java.time.Instant;
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

  /** The set before and after a change; the same one if there was none. */
  record Changed(JWKSet before, JWKSet after) {}

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
    try {
      secrets.create(path, Map.of(FIELD, made.toString(false)));
      log.add(Actor.service("auth"), new JWKSet(), made);
      return made;
    } catch (VaultException e) {
      if (e.kind() != VaultException.Kind.CONFLICT) {
        throw e;
      }
      return parse(secrets.readLatest(path));
    }
  }

  /**
   * Changes the keys, unless another replica is faster; then there is no change by this one.
   *
   * @throws VaultException if the vault is away or refuses
   */
  Changed change(UnaryOperator<JWKSet> change) {
    SecretStore secrets = vault.secrets();
    SecretStore.Versioned stored = secrets.readLatest(path);
    JWKSet before = parse(stored);
    JWKSet after = change.apply(before);
    if (after == before) {
      return new Changed(before, before);
    }
    try {
      secrets.update(path, stored.version(), Map.of(FIELD, after.toString(false)));
      return new Changed(before, after);
    } catch (VaultException e) {
      if (e.kind() != VaultException.Kind.CONFLICT) {
        throw e;
      }
      JWKSet others = parse(secrets.readLatest(path));
      return new Changed(others, others);
    }
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
