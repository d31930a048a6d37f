package dev.gatehouse.audit.digest;

import dev.gatehouse.platform.vault.Vault;
import dev.gatehouse.platform.vault.VaultException;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The key that signs digests (Ed25519): made once, kept in the vault, held in memory. Who can write
 * to the database cannot sign with it.
 */
@ApplicationScoped
public class SigningKey {
  private static final String PATH = "services/audit/digest-signing";
  private static final String ALGORITHM = "Ed25519";

  private final Vault vault;
  private volatile @Nullable Loaded loaded;

  SigningKey(Vault vault) {
    this.vault = vault;
  }

  private record Loaded(String id, PrivateKey secret, PublicKey open) {
    @Override
    public String toString() {
      return "Loaded[" + id + "]";
    }
  }

  /**
   * @throws VaultException if the key was not read yet and cannot be now
   */
  public String id() {
    return loaded().id();
  }

  /** The public key, SubjectPublicKeyInfo in base64: all that a third party needs. */
  public String publicKey() {
    return Base64.getEncoder().encodeToString(loaded().open().getEncoded());
  }

  byte[] sign(byte[] content) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(loaded().secret());
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a digest cannot be signed", e);
    }
  }

  public boolean verifies(byte[] content, byte[] signature) {
    try {
      Signature verifying = Signature.getInstance(ALGORITHM);
      verifying.initVerify(loaded().open());
      verifying.update(content);
      return verifying.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // not even a signature
    }
  }

  private Loaded loaded() {
    Loaded known = loaded;
    if (known == null) {
      known = decode(vault.secrets().readOrCreate(PATH, SigningKey::generate));
      loaded = known;
    }
    return known;
  }

  private static Map<String, Object> generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      Base64.Encoder base64 = Base64.getEncoder();
      String open = base64.encodeToString(pair.getPublic().getEncoded());
      return Map.of(
          "id", Digest.hash(open).substring(0, 16),
          "private", base64.encodeToString(pair.getPrivate().getEncoded()),
          "public", open);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private static Loaded decode(Map<String, Object> stored) {
    try {
      KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
      return new Loaded(
          String.valueOf(stored.get("id")),
          keys.generatePrivate(new PKCS8EncodedKeySpec(bytes(stored, "private"))),
          keys.generatePublic(new X509EncodedKeySpec(bytes(stored, "public"))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key of digests in the vault cannot be read", e);
    }
  }

  private static byte[] bytes(Map<String, Object> stored, String member) {
    return Base64.getDecoder().decode(String.valueOf(stored.get(member)));
  }
}
