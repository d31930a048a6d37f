package dev.gatehouse.gateway.audit;

import dev.gatehouse.platform.vault.SecretStore;
import dev.gatehouse.platform.vault.Vault;
import dev.gatehouse.platform.vault.VaultException;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Digests that only those can make who have the key: HMAC-SHA-256 over the SHA-256 of a body, with
 * a key per organisation. All of them come from one secret in the vault, read once and kept in
 * memory. Whoever finds the records cannot try out what a body might have been.
 */
@Singleton
public final class DigestKey {
  private static final String PATH = "services/gateway/audit-digest";
  private static final String MEMBER = "key";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LENGTH = 32;

  private final Supplier<byte[]> source;
  private final Map<String, SecretKeySpec> keys = new HashMap<>();
  private byte @Nullable [] secret;

  /** Ready for the organisation that came last: others' keys are put in when they come. */
  private @Nullable Keyed last;

  private record Keyed(String organisation, Mac mac) {}

  @jakarta.inject.Inject
  DigestKey(Vault vault) {
    this(() -> load(vault.secrets()));
  }

  /**
   * @param source may fail with a {@link VaultException}; asked again then
   */
  DigestKey(Supplier<byte[]> source) {
    this.source = source;
  }

  private static byte[] load(SecretStore secrets) {
    return decode(secrets.readOrCreate(PATH, DigestKey::generate));
  }

  private static Map<String, Object> generate() {
    byte[] fresh = new byte[LENGTH];
    new SecureRandom().nextBytes(fresh);
    return Map.of(MEMBER, Base64.getEncoder().encodeToString(fresh));
  }

  /**
   * @throws VaultException if it is no key; records wait until it is put right
   */
  static byte[] decode(Map<String, Object> stored) {
    try {
      if (stored.get(MEMBER) instanceof String text) {
        byte[] key = Base64.getDecoder().decode(text);
        if (key.length == LENGTH) {
          return key;
        }
      }
    } catch (IllegalArgumentException e) {
      // said below, without what there is instead
    }
    throw new VaultException(VaultException.Kind.NOT_FOUND, "read of the key of digests", null);
  }

  /**
   * Lower-case hexadecimal.
   *
   * @throws VaultException if the secret is not known yet and cannot be read now
   */
  synchronized String digest(String organisation, byte[] sha256) {
    Keyed ready = last;
    if (ready == null || !ready.organisation().equals(organisation)) {
      ready = new Keyed(organisation, mac(key(organisation)));
      last = ready;
    }
    return HexFormat.of().formatHex(ready.mac().doFinal(sha256));
  }

  private SecretKeySpec key(String organisation) {
    return keys.computeIfAbsent(
        organisation,
        id ->
            new SecretKeySpec(
                mac(new SecretKeySpec(secret(), ALGORITHM))
                    .doFinal(id.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                ALGORITHM));
  }

  private byte[] secret() {
    byte[] known = secret;
    if (known == null) {
      known = source.get();
      secret = known;
    }
    return known;
  }

  private static Mac mac(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
