package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;

/** A named key with its versions, as it is stored. */
record TransitKey(ObjectNode document) {

  private static final SecureRandom RANDOM = new SecureRandom();

  static TransitKey create(String name, TransitCipher cipher, ObjectNode body, boolean derived) {
    var document = Json.object();
    document.put("name", name);
    document.put("type", cipher.type());
    document.put("derived", derived);
    document.put("exportable", body.path("exportable").asBoolean());
    document.put("allow_plaintext_backup", body.path("allow_plaintext_backup").asBoolean());
    document.put("deletion_allowed", false);
    document.put("min_decryption_version", 1);
    document.put("min_encryption_version", 0);
    document.put("latest_version", 0);
    document.putObject("versions");
    var key = new TransitKey(document);
    key.rotate();
    return key;
  }

  TransitCipher cipher() {
    return TransitCipher.of(document.path("type").asText());
  }

  boolean derived() {
    return document.path("derived").asBoolean();
  }

  int latestVersion() {
    return document.path("latest_version").asInt();
  }

  int minDecryptionVersion() {
    return document.path("min_decryption_version").asInt();
  }

  int minEncryptionVersion() {
    return document.path("min_encryption_version").asInt();
  }

  boolean deletionAllowed() {
    return document.path("deletion_allowed").asBoolean();
  }

  void rotate() {
    var secret = new byte[cipher().keyLength()];
    RANDOM.nextBytes(secret);
    int version = latestVersion() + 1;
    document
        .withObject("/versions")
        .putObject(Integer.toString(version))
        .put("created", Instant.now().getEpochSecond())
        .put("key", Base64.getEncoder().encodeToString(secret));
    document.put("latest_version", version);
  }

  byte[] secret(int version) {
    var key = document.path("versions").path(Integer.toString(version)).path("key");
    return Base64.getDecoder().decode(key.asText());
  }

  /** Applies a request to {@code /config}. */
  void configure(ObjectNode body) {
    int decryption = minDecryptionVersion();
    int encryption = minEncryptionVersion();
    if (body.has("min_decryption_version")) {
      decryption = Math.max(1, limit(body, "min_decryption_version", "decryption"));
    }
    if (body.has("min_encryption_version")) {
      encryption = limit(body, "min_encryption_version", "encryption");
    }
    if (encryption > 0 && encryption < decryption) {
      throw Refusal.badRequest(
          ("cannot set min encryption/decryption values; min encryption version of %d must be"
                  + " greater than or equal to min decryption version of %d")
              .formatted(encryption, decryption));
    }
    document.put("min_decryption_version", decryption);
    document.put("min_encryption_version", encryption);
    if (body.has("deletion_allowed")) {
      document.put("deletion_allowed", body.path("deletion_allowed").asBoolean());
    }
    for (String oneWay : new String[] {"exportable", "allow_plaintext_backup"}) {
      if (body.path(oneWay).asBoolean()) {
        document.put(oneWay, true);
      }
    }
  }

  private int limit(ObjectNode body, String member, String what) {
    int version = body.path(member).asInt();
    if (version < 0) {
      throw Refusal.badRequest("min %s version cannot be negative".formatted(what));
    }
    if (version > latestVersion()) {
      throw Refusal.badRequest(
          "cannot set min %s version of %d, latest key version is %d"
              .formatted(what, version, latestVersion()));
    }
    return version;
  }

  /** What clients may know of the key: everything but the key. */
  ObjectNode view() {
    var view = document.deepCopy();
    var keys = view.putObject("keys");
    view.path("versions")
        .properties()
        .forEach(version -> {
          if (Integer.parseInt(version.getKey()) >= minDecryptionVersion()) {
            keys.set(version.getKey(), version.getValue().path("created"));
          }
        });
    view.remove("versions");
    view.put("auto_rotate_period", 0);
    view.put("imported_key", false);
    view.put("min_available_version", 0);
    view.put("supports_encryption", true);
    view.put("supports_decryption", true);
    view.put("supports_derivation", true);
    view.put("supports_signing", false);
    return view;
  }

  @Override
  public String toString() {
    return "TransitKey[" + document.path("name").asText() + "]";
  }
}
