package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The Transit secrets engine: named keys that never leave it. */
final class TransitEngine implements Engine {

  private final Store store;
  private final String prefix;

  /**
   * @param prefix of everything that this mount stores
   */
  TransitEngine(Store store, String prefix) {
    this.store = store;
    this.prefix = prefix;
  }

  @Override
  public boolean exists(String path) {
    return !path.startsWith("encrypt/") || store.contains(key(path.substring("encrypt/".length())));
  }

  @Override
  public Reply handle(VaultRequest request, Identity caller) {
    var parts = request.path().split("/", -1);
    if (parts[0].equals("keys")) {
      return switch (parts.length) {
        case 1 -> list(request);
        case 2 -> key(request, parts[1]);
        case 3 -> keyAction(request, parts[1], parts[2]);
        default -> throw Refusal.unsupportedPath();
      };
    }
    if (parts.length != 2 || parts[1].isEmpty()) {
      throw Refusal.unsupportedPath();
    }
    return switch (parts[0]) {
      case "encrypt" -> encrypt(request, parts[1]);
      case "decrypt" -> decrypt(request, parts[1]);
      case "rewrap" -> rewrap(request, parts[1]);
      default -> throw Refusal.unsupportedPath();
    };
  }

  private Reply list(VaultRequest request) {
    if (request.operation() != Operation.LIST) {
      throw Refusal.unsupportedOperation();
    }
    return Reply.keys(store.keys(key("")));
  }

  private Reply key(VaultRequest request, String name) {
    return switch (request.operation()) {
      case READ -> Reply.of(find(name).orElseThrow(Refusal::notFound).view());
      case CREATE, UPDATE -> create(request, name);
      case DELETE -> delete(name);
      case LIST -> list(request);
      case PATCH -> throw Refusal.unsupportedOperation();
    };
  }

  private Reply create(VaultRequest request, String name) {
    return store.change(changes -> {
      var existing = changes.read(key(name)).map(TransitKey::new);
      if (existing.isPresent()) {
        return Reply.of(existing.get().view())
            .withWarning("key %s already existed".formatted(name));
      }
      var body = request.body();
      var made = newKey(name, body, body.path("derived").asBoolean());
      changes.put(key(name), made.document());
      return Reply.of(made.view());
    });
  }

  private static TransitKey newKey(String name, ObjectNode body, boolean derived) {
    if (body.path("convergent_encryption").asBoolean()) {
      throw Refusal.badRequest("convergent encryption is not supported by this vault");
    }
    var cipher = TransitCipher.of(body.path("type").asText(TransitCipher.AES256_GCM96.type()));
    return TransitKey.create(name, cipher, body, derived);
  }

  private Reply delete(String name) {
    return store.change(changes -> {
      var found = changes.read(key(name)).map(TransitKey::new);
      if (found.isEmpty()) {
        throw Refusal.badRequest(
            "error deleting policy %s: could not delete key; not found".formatted(name));
      }
      if (!found.get().deletionAllowed()) {
        throw Refusal.badRequest(
            "error deleting policy %s: deletion is not allowed for this key".formatted(name));
      }
      changes.remove(key(name));
      return Reply.noContent();
    });
  }

  private Reply keyAction(VaultRequest request, String name, String action) {
    if (!action.equals("config") && !action.equals("rotate")) {
      throw Refusal.unsupportedPath();
    }
    requireWrite(request);
    return store.change(changes -> {
      var found =
          changes
              .read(key(name))
              .map(TransitKey::new)
              .orElseThrow(() -> Refusal.badRequest("key not found"));
      if (action.equals("rotate")) {
        found.rotate();
      } else {
        found.configure(request.body());
      }
      changes.put(key(name), found.document());
      return Reply.of(found.view());
    });
  }

  private Reply encrypt(VaultRequest request, String name) {
    requireWrite(request);
    var batch = TransitBatch.of(request.body(), "plaintext", "missing plaintext to encrypt");
    var key = request.operation() == Operation.CREATE ? upsert(request, name, batch) : known(name);
    return batch.run(item -> {
      var plaintext = item.plaintext();
      var ciphertext =
          TransitCipher.encrypt(
              key, item.keyVersion(), item.context(), item.associated(), plaintext);
      return Json.object()
          .put("ciphertext", ciphertext)
          .put("key_version", item.keyVersion() == 0 ? key.latestVersion() : item.keyVersion());
    });
  }

  /** Encrypting with a key that is not there makes it, for callers that may create. */
  private TransitKey upsert(VaultRequest request, String name, TransitBatch batch) {
    return store.change(changes -> {
      var existing = changes.read(key(name)).map(TransitKey::new);
      if (existing.isPresent()) {
        return existing.get();
      }
      var made = newKey(name, request.body(), batch.hasContext());
      changes.put(key(name), made.document());
      return made;
    });
  }

  private Reply decrypt(VaultRequest request, String name) {
    requireWrite(request);
    var batch = TransitBatch.of(request.body(), "ciphertext", "missing ciphertext to decrypt");
    var key = known(name);
    return batch.run(item ->
        Json.object()
            .put(
                "plaintext",
                TransitCipher.decrypt(key, item.context(), item.associated(), item.ciphertext())));
  }

  private Reply rewrap(VaultRequest request, String name) {
    requireWrite(request);
    var batch = TransitBatch.of(request.body(), "ciphertext", "missing ciphertext to decrypt");
    var key = known(name);
    return batch.run(item -> {
      var plaintext =
          TransitCipher.decrypt(key, item.context(), item.associated(), item.ciphertext());
      var ciphertext =
          TransitCipher.encrypt(
              key, item.keyVersion(), item.context(), item.associated(), plaintext);
      return Json.object()
          .put("ciphertext", ciphertext)
          .put("key_version", item.keyVersion() == 0 ? key.latestVersion() : item.keyVersion());
    });
  }

  private TransitKey known(String name) {
    return find(name).orElseThrow(() -> Refusal.badRequest("encryption key not found"));
  }

  private Optional<TransitKey> find(String name) {
    return store.read(key(name)).map(TransitKey::new);
  }

  private String key(String name) {
    return prefix + "key/" + name;
  }

  private static void requireWrite(VaultRequest request) {
    if (!request.isWrite()) {
      throw Refusal.unsupportedOperation();
    }
  }
}
