package dev.gatehouse.backing.vault;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The symmetric key types of Transit. A ciphertext is {@code vault:v<version>:} followed by the
 * Base64 of nonce, encrypted bytes and tag.
 */
enum TransitCipher {
  AES128_GCM96("aes128-gcm96", 16, "AES/GCM/NoPadding", "AES"),
  AES256_GCM96("aes256-gcm96", 32, "AES/GCM/NoPadding", "AES"),
  CHACHA20_POLY1305("chacha20-poly1305", 32, "ChaCha20-Poly1305", "ChaCha20");

  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final String PREFIX = "vault:v";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String type;
  private final int keyLength;
  private final String transformation;
  private final String algorithm;

  TransitCipher(String type, int keyLength, String transformation, String algorithm) {
    this.type = type;
    this.keyLength = keyLength;
    this.transformation = transformation;
    this.algorithm = algorithm;
  }

  /**
   * @throws Refusal if it is not a type that this vault has
   */
  static TransitCipher of(String type) {
    for (var cipher : values()) {
      if (cipher.type.equals(type)) {
        return cipher;
      }
    }
    throw Refusal.badRequest("unknown key type " + type);
  }

  String type() {
    return type;
  }

  int keyLength() {
    return keyLength;
  }

  /** Encrypts with one version of a key; version 0 is the newest. */
  static String encrypt(
      TransitKey key, int asked, byte @Nullable [] context, byte[] associated, byte[] plaintext) {
    int version = asked == 0 ? key.latestVersion() : asked;
    if (version < 0 || version > key.latestVersion()) {
      throw Refusal.badRequest(
          version < 0
              ? "requested version for encryption is negative"
              : "requested version for encryption is higher than the latest key version");
    }
    if (version < key.minEncryptionVersion()) {
      throw Refusal.badRequest(
          "requested version for encryption is less than the minimum encryption key version");
    }
    var nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    try {
      var cipher = key.cipher().cipher(Cipher.ENCRYPT_MODE, key, version, context, nonce);
      cipher.updateAAD(associated);
      var sealed = cipher.doFinal(plaintext);
      var all = Arrays.copyOf(nonce, NONCE + sealed.length);
      System.arraycopy(sealed, 0, all, NONCE, sealed.length);
      return PREFIX + version + ":" + Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] decrypt(
      TransitKey key, byte @Nullable [] context, byte[] associated, String ciphertext) {
    if (!ciphertext.startsWith(PREFIX)) {
      throw Refusal.badRequest("invalid ciphertext: no prefix");
    }
    var parts = ciphertext.substring(PREFIX.length()).split(":", 2);
    if (parts.length != 2) {
      throw Refusal.badRequest("invalid ciphertext: wrong number of fields");
    }
    int version = version(parts[0], key);
    byte[] all;
    try {
      all = Base64.getDecoder().decode(parts[1]);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("invalid ciphertext: could not decode base64");
    }
    if (all.length < NONCE) {
      throw Refusal.badRequest("invalid ciphertext: could not decode base64");
    }
    try {
      var nonce = Arrays.copyOf(all, NONCE);
      var cipher = key.cipher().cipher(Cipher.DECRYPT_MODE, key, version, context, nonce);
      cipher.updateAAD(associated);
      return cipher.doFinal(all, NONCE, all.length - NONCE);
    } catch (GeneralSecurityException e) {
      throw Refusal.badRequest("invalid ciphertext: unable to decrypt");
    }
  }

  private static int version(String text, TransitKey key) {
    int version;
    try {
      version = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw Refusal.badRequest("invalid ciphertext: version number could not be decoded");
    }
    if (version > key.latestVersion()) {
      throw Refusal.badRequest("invalid ciphertext: version is too new");
    }
    if (version < key.minDecryptionVersion()) {
      throw Refusal.badRequest("ciphertext or signature version is disallowed by policy (too old)");
    }
    return version;
  }

  private Cipher cipher(
      int mode, TransitKey key, int version, byte @Nullable [] context, byte[] nonce)
      throws GeneralSecurityException {
    var secret = new SecretKeySpec(derive(key, version, context), algorithm);
    AlgorithmParameterSpec parameters =
        this == CHACHA20_POLY1305
            ? new IvParameterSpec(nonce)
            : new GCMParameterSpec(TAG_BITS, nonce);
    var cipher = Cipher.getInstance(transformation);
    cipher.init(mode, secret, parameters);
    return cipher;
  }

  private byte[] derive(TransitKey key, int version, byte @Nullable [] context)
      throws GeneralSecurityException {
    var secret = key.secret(version);
    if (!key.derived()) {
      return secret;
    }
    if (context == null) {
      throw Refusal.badRequest(
          "missing 'context' for key derivation; the key was created using a derived key, which"
              + " means additional, per-request information must be included in order to perform"
              + " operations with the key");
    }
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(context, keyLength));
  }
}
