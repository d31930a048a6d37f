package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The KV secrets engine, version 2. */
final class KvEngine implements Engine {

  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final Store store;
  private final String prefix;

  /**
   * @param prefix of everything that this mount stores
   */
  KvEngine(Store store, String prefix) {
    this.store = store;
    this.prefix = prefix;
  }

  @Override
  public boolean exists(String path) {
    var target = KvPath.of(path);
    return switch (target.kind()) {
      case "data", "metadata" -> store.contains(key(target.secret()));
      default -> true;
    };
  }

  @Override
  public Reply handle(VaultRequest request, Identity caller) {
    var target = KvPath.of(request.path());
    if (target.secret().isEmpty()
        && !target.kind().equals("config")
        && request.operation() != Operation.LIST) {
      throw target.kind().equals("data") || target.kind().equals("metadata")
          ? Refusal.badRequest("missing path")
          : Refusal.unsupportedPath();
    }
    return switch (target.kind()) {
      case "config" -> config(request);
      case "data" -> data(request, target.secret());
      case "metadata" -> metadata(request, target.secret());
      case "delete" -> versions(request, target.secret(), KvSecret::delete);
      case "undelete" -> versions(request, target.secret(), KvSecret::undelete);
      case "destroy" -> versions(request, target.secret(), KvSecret::destroy);
      default -> throw Refusal.unsupportedPath();
    };
  }

  private Reply config(VaultRequest request) {
    if (request.operation() == Operation.READ) {
      return Reply.of(config().document());
    }
    requireWrite(request);
    return store.change(changes -> {
      changes.put(prefix + "config", config().with(request.body()).document());
      return Reply.noContent();
    });
  }

  private KvConfig config() {
    return KvConfig.of(store.read(prefix + "config").orElseGet(Json::object));
  }

  private Reply data(VaultRequest request, String secret) {
    return switch (request.operation()) {
      case READ -> read(request, secret);
      case CREATE, UPDATE -> write(request, secret);
      case PATCH -> patch(request, secret);
      case DELETE -> deleteLatest(secret);
      case LIST -> throw Refusal.unsupportedOperation();
    };
  }

  private Reply read(VaultRequest request, String name) {
    var secret = find(name);
    int asked = number(request.query().getOrDefault("version", "0"));
    int number = asked == 0 ? secret.currentVersion() : asked;
    var version = secret.version(number).orElseThrow(Refusal::notFound);
    var data = Json.object();
    data.putNull("data");
    data.set("metadata", secret.versionMetadata(number));
    if (KvSecret.isGone(version)) {
      return Reply.of(data).withStatus(404);
    }
    data.set("data", version.get("data"));
    return Reply.of(data);
  }

  private Reply write(VaultRequest request, String name) {
    if (!(request.body().get("data") instanceof ObjectNode data)) {
      throw Refusal.badRequest("no data provided");
    }
    return store.change(changes -> {
      var secret = changes.read(key(name)).map(KvSecret::new).orElseGet(KvSecret::created);
      checkAndSet(request, secret);
      int number = secret.add(data, config());
      changes.put(key(name), secret.document());
      return Reply.of(secret.versionMetadata(number));
    });
  }

  private Reply patch(VaultRequest request, String name) {
    requireMergePatch(request);
    if (!(request.body().get("data") instanceof ObjectNode data)) {
      throw Refusal.badRequest("no data provided");
    }
    return store.change(changes -> {
      var secret = changes.read(key(name)).map(KvSecret::new).orElseThrow(Refusal::notFound);
      checkAndSet(request, secret);
      var current = secret.version(secret.currentVersion()).orElseThrow(Refusal::notFound);
      if (KvSecret.isGone(current)) {
        var gone = Json.object();
        gone.putNull("data");
        gone.set("metadata", secret.versionMetadata(secret.currentVersion()));
        return Reply.of(gone).withStatus(404);
      }
      int number = secret.add(MergePatch.apply(current.path("data"), data), config());
      changes.put(key(name), secret.document());
      return Reply.of(secret.versionMetadata(number));
    });
  }

  private void checkAndSet(VaultRequest request, KvSecret secret) {
    var cas = request.body().path("options").path("cas");
    if (cas.isMissingNode()) {
      if (config().casRequired() || secret.casRequired()) {
        throw Refusal.badRequest("check-and-set parameter required for this call");
      }
    } else if (!cas.asText().matches("-?\\d+")) {
      throw Refusal.badRequest("error parsing check-and-set parameter");
    } else if (!cas.asText().equals(Integer.toString(secret.currentVersion()))) {
      throw Refusal.badRequest("check-and-set parameter did not match the current version");
    }
  }

  private Reply deleteLatest(String name) {
    return change(name, secret -> secret.delete(List.of(secret.currentVersion())));
  }

  private Reply versions(
      VaultRequest request, String name, BiConsumer<KvSecret, List<Integer>> change) {
    requireWrite(request);
    var numbers = new ArrayList<Integer>();
    for (String number : Json.strings(request.body().path("versions"))) {
      numbers.add(number(number));
    }
    if (numbers.isEmpty()) {
      throw Refusal.badRequest("No version number provided");
    }
    return change(name, secret -> change.accept(secret, numbers));
  }

  private Reply change(String name, Consumer<KvSecret> change) {
    return store.change(changes -> {
      changes
          .read(key(name))
          .map(KvSecret::new)
          .ifPresent(secret -> {
            change.accept(secret);
            changes.put(key(name), secret.document());
          });
      return Reply.noContent();
    });
  }

  private Reply metadata(VaultRequest request, String secret) {
    return switch (request.operation()) {
      case READ -> Reply.of(find(secret).metadata());
      case LIST -> list(secret);
      case CREATE, UPDATE -> writeMetadata(request, secret);
      case PATCH -> patchMetadata(request, secret);
      case DELETE ->
          store.change(changes -> {
            changes.remove(key(secret));
            return Reply.noContent();
          });
    };
  }

  private Reply list(String folder) {
    var below = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
    var names = new TreeSet<String>();
    for (String path : store.keys(key(below))) {
      int slash = path.indexOf('/');
      names.add(slash < 0 ? path : path.substring(0, slash + 1));
    }
    return Reply.keys(List.copyOf(names));
  }

  private Reply writeMetadata(VaultRequest request, String name) {
    return store.change(changes -> {
      var secret = changes.read(key(name)).map(KvSecret::new).orElseGet(KvSecret::created);
      KvMetadata.set(secret.document(), request.body());
      changes.put(key(name), secret.document());
      return Reply.noContent();
    });
  }

  private Reply patchMetadata(VaultRequest request, String name) {
    requireMergePatch(request);
    return store.change(changes -> {
      var secret = changes.read(key(name)).map(KvSecret::new).orElseThrow(Refusal::notFound);
      KvMetadata.patch(secret.document(), request.body());
      changes.put(key(name), secret.document());
      return Reply.noContent();
    });
  }

  private KvSecret find(String name) {
    return store.read(key(name)).map(KvSecret::new).orElseThrow(Refusal::notFound);
  }

  private String key(String secret) {
    return prefix + "secret/" + secret;
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw Refusal.badRequest("error converting input for field \"version\": " + text);
    }
  }

  private static void requireWrite(VaultRequest request) {
    if (!request.isWrite()) {
      throw Refusal.unsupportedOperation();
    }
  }

  private static void requireMergePatch(VaultRequest request) {
    if (!request.contentType().equals(MERGE_PATCH)) {
      throw Refusal.unsupportedMediaType(
          "PATCH requires Content-Type of " + MERGE_PATCH + ", provided " + request.contentType());
    }
  }

  /** RFC 7396. */
  private static final class MergePatch {
    static ObjectNode apply(JsonNode target, ObjectNode patch) {
      var result = target instanceof ObjectNode object ? object.deepCopy() : Json.object();
      patch
          .properties()
          .forEach(member -> {
            var value = member.getValue();
            if (value.isNull()) {
              result.remove(member.getKey());
            } else if (value instanceof ObjectNode nested) {
              result.set(member.getKey(), apply(result.path(member.getKey()), nested));
            } else {
              result.set(member.getKey(), value);
            }
          });
      return result;
    }
  }
}
