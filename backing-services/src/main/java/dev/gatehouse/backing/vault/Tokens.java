package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** The tokens. They are stored under their SHA-256, so that the data shows none. */
final class Tokens {

  private static final String PREFIX = "token/";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Store store;
  private final String rootHash;

  Tokens(Store store, String rootToken) {
    this.store = store;
    this.rootHash = hash(rootToken);
  }

  /** The entry of a token that is still good. */
  Optional<ObjectNode> find(String token) {
    return findByHash(hash(token));
  }

  private Optional<ObjectNode> findByHash(String hash) {
    return hash.equals(rootHash)
        ? Optional.of(rootEntry())
        : store.read(PREFIX + hash).filter(Tokens::isAlive);
  }

  /** The entry with this accessor, if it is still good. */
  Optional<ObjectNode> findByAccessor(String accessor) {
    return store.keys(PREFIX).stream()
        .flatMap(hash -> findByHash(hash).stream())
        .filter(entry -> entry.path("accessor").asText().equals(accessor))
        .findFirst();
  }

  private static boolean isAlive(ObjectNode entry) {
    long expires = entry.path("expires").asLong();
    return entry.path("num_uses").asInt() >= 0
        && (expires == 0 || expires > Instant.now().toEpochMilli());
  }

  private ObjectNode rootEntry() {
    var entry = Json.object();
    entry.put("hash", rootHash).put("accessor", "root").put("display_name", "root");
    entry.putArray("policies").add(Policies.ROOT);
    entry.put("path", "auth/token/root").put("creation_time", 0).put("creation_ttl", 0);
    entry.put("orphan", true).put("renewable", false).putNull("meta");
    return entry;
  }

  /** Stores a new token. */
  void add(String token, ObjectNode entry) {
    var hash = hash(token);
    store.change(changes -> {
      if (hash.equals(rootHash)
          || changes.read(PREFIX + hash).filter(Tokens::isAlive).isPresent()) {
        throw Refusal.badRequest("cannot create a token with a duplicate ID");
      }
      changes.put(PREFIX + hash, entry.put("hash", hash));
      return hash;
    });
  }

  /** Stores changed times of a token. */
  void update(ObjectNode entry) {
    store.change(changes -> {
      changes.put(PREFIX + entry.path("hash").asText(), entry);
      return entry;
    });
  }

  /** Counts one use of a token that has a limit; after its last use it is gone. */
  void use(ObjectNode entry) {
    if (entry.path("num_uses").asInt() > 0) {
      int left = entry.path("num_uses").asInt() - 1;
      entry.put("num_uses", left == 0 ? -1 : left);
      update(entry);
    }
  }

  /** Takes a token away with all tokens that were made with it. */
  void revoke(ObjectNode entry) {
    var hash = entry.path("hash").asText();
    if (hash.equals(rootHash)) {
      throw Refusal.badRequest("the root token of this vault is a setting and cannot be revoked");
    }
    store.change(changes -> {
      revokeTree(changes, hash);
      return hash;
    });
  }

  private void revokeTree(Changes changes, String hash) {
    changes.remove(PREFIX + hash);
    for (String other : store.keys(PREFIX)) {
      changes
          .read(PREFIX + other)
          .filter(entry -> entry.path("parent").asText("").equals(hash))
          .ifPresent(_ -> revokeTree(changes, other));
    }
  }

  static String random() {
    var bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String hash(String token) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
