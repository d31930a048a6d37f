package dev.gatehouse.auth.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.gatehouse.platform.vault.SecretStore;
import dev.gatehouse.platform.vault.Vault;
import dev.gatehouse.platform.vault.VaultException;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.ParseException;
import java.util.Map;

/**
 * The signing keys where they are kept: one document in the vault. Check-and-set lets only the
 * first of several replicas make it; the others take what it made.
 */
@ApplicationScoped
class SigningKeys {
  private static final String FIELD = "jwks";

  private final Vault vault;
  private final String path;

  SigningKeys(Vault vault, KeyConfig config) {
    this.vault = vault;
    this.path = config.path();
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
    JWKSet made = new JWKSet(generate());
    try {
      secrets.create(path, Map.of(FIELD, made.toString(false)));
      return made;
    } catch (VaultException e) {
      if (e.kind() != VaultException.Kind.CONFLICT) {
        throw e;
      }
      return parse(secrets.readLatest(path));
    }
  }

  private static ECKey generate() {
    try {
      return new ECKeyGenerator(Curve.P_256)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.ES256)
          .keyIDFromThumbprint(true)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("every JDK has P-256", e);
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
