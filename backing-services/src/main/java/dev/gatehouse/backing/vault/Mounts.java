package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The secrets engines and the paths that they are mounted at; paths end with a slash. */
final class Mounts {

  private static final String PREFIX = "mount/";

  private final Store store;
  private final Map<String, Engine> builtIn;

  /**
   * @param builtIn engines that are always there, by path
   */
  Mounts(Store store, Map<String, Engine> builtIn) {
    this.store = store;
    this.builtIn = builtIn;
  }

  /** An engine and the path that it is mounted at. */
  record Mounted(String path, Engine engine) {}

  /** The engine that serves a request path: the mount with the longest path that it starts with. */
  Optional<Mounted> find(String path) {
    var below = path + "/";
    for (var entry : builtIn.entrySet()) {
      if (below.startsWith(entry.getKey())) {
        return Optional.of(new Mounted(entry.getKey(), entry.getValue()));
      }
    }
    return store.keys(PREFIX).stream()
        .filter(below::startsWith)
        .max(Comparator.comparingInt(String::length))
        .map(mount -> new Mounted(mount, engine(mount)));
  }

  private Engine engine(String mount) {
    var entry = store.read(PREFIX + mount).orElseThrow(Refusal::notFound);
    var prefix = prefix(entry);
    return entry.path("type").asText().equals("transit")
        ? new TransitEngine(store, prefix)
        : new KvEngine(store, prefix);
  }

  private static String prefix(ObjectNode entry) {
    return "engine/" + entry.path("uuid").asText() + "/";
  }

  /** All mounts as {@code sys/mounts} shows them. */
  ObjectNode view() {
    var view = Json.object();
    for (String mount : store.keys(PREFIX)) {
      store.read(PREFIX + mount).ifPresent(entry -> view.set(mount, entry));
    }
    return view;
  }

  Optional<ObjectNode> read(String path) {
    return store.read(PREFIX + path + "/");
  }

  void enable(String path, ObjectNode body) {
    var type = body.path("type").asText();
    var version = body.path("options").path("version").asText("1");
    boolean kv = type.equals("kv-v2") || (type.equals("kv") && version.equals("2"));
    if (!kv && !type.equals("transit")) {
      throw Refusal.badRequest(
          "this vault has the engines kv (version 2) and transit, not \"%s\"".formatted(type));
    }
    var entry = Json.object();
    entry.put("accessor", (kv ? "kv_" : "transit_") + UUID.randomUUID().toString().substring(0, 8));
    entry
        .putObject("config")
        .put("default_lease_ttl", 0)
        .put("force_no_cache", false)
        .put("max_lease_ttl", 0);
    entry.put("description", body.path("description").asText(""));
    entry.put("external_entropy_access", false).put("local", false);
    if (kv) {
      entry.putObject("options").put("version", "2");
    } else {
      entry.putNull("options");
    }
    entry.put("seal_wrap", false).put("type", kv ? "kv" : type);
    entry.put("uuid", UUID.randomUUID().toString());
    store.change(changes -> {
      if (find(path).isPresent() || !store.keys(PREFIX + path + "/").isEmpty()) {
        throw Refusal.badRequest("path is already in use at %s/".formatted(path));
      }
      changes.put(PREFIX + path + "/", entry);
      return path;
    });
  }

  /** Takes a mount away with everything that it stores. */
  void disable(String path) {
    store.change(changes -> {
      changes
          .read(PREFIX + path + "/")
          .ifPresent(entry -> {
            var prefix = prefix(entry);
            store.keys(prefix).forEach(key -> changes.remove(prefix + key));
            changes.remove(PREFIX + path + "/");
          });
      return path;
    });
  }
}
