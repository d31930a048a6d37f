package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What one change of the {@link Store} reads and is about to write. */
final class Changes {

  private final Store store;
  private final ObjectNode record = Json.object();

  Changes(Store store) {
    this.store = store;
  }

  Optional<ObjectNode> read(String key) {
    return record.has(key)
        ? Optional.of(record.get(key))
            .filter(ObjectNode.class::isInstance)
            .map(ObjectNode.class::cast)
        : store.read(key);
  }

  void put(String key, ObjectNode document) {
    record.set(key, document.deepCopy());
  }

  void remove(String key) {
    record.putNull(key);
  }

  ObjectNode record() {
    return record;
  }
}
