package dev.gatehouse.backing.vault;

/** A path below a KV mount: what is meant, and of which secret. */
record KvPath(String kind, String secret) {

  static KvPath of(String path) {
    int slash = path.indexOf('/');
    return slash < 0
        ? new KvPath(path, "")
        : new KvPath(path.substring(0, slash), path.substring(slash + 1));
  }
}
