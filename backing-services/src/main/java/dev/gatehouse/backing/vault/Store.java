package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/**
 * Documents by key: in memory for reading, in the journal for keeping. Documents handed out are
 * copies.
 */
final class Store implements AutoCloseable {

  private static final int COMPACT_FROM = 4 << 20;
  private static final int COMPACT_FACTOR = 3;

  private final ConcurrentSkipListMap<String, ObjectNode> documents;
  private final Journal journal;

  private Store(ConcurrentSkipListMap<String, ObjectNode> documents, Journal journal) {
    this.documents = documents;
    this.journal = journal;
  }

  static Store open(Path directory, boolean durable) throws IOException {
    Files.createDirectories(directory);
    var key = directory.resolve("key.json");
    var file = directory.resolve("journal");
    if (Files.exists(file) && !Files.exists(key)) {
      throw new IOException(
          "the vault's key %s is missing, without which its data cannot be read: put it back"
              .formatted(key));
    }
    var aead = Encryption.of(key);
    if (!Files.exists(file)) {
      Journal.rewrite(file, aead, new byte[][] {Json.bytes(Json.object())});
    }
    var documents = new ConcurrentSkipListMap<String, ObjectNode>();
    var journal = Journal.open(file, aead, durable, record -> apply(documents, record));
    if (journal.size() > COMPACT_FROM && journal.size() > COMPACT_FACTOR * size(documents)) {
      journal.close();
      compact(file, aead, documents);
      documents.clear();
      journal = Journal.open(file, aead, durable, record -> apply(documents, record));
    }
    return new Store(documents, journal);
  }

  private static void compact(
      Path file, Aead aead, ConcurrentSkipListMap<String, ObjectNode> documents)
      throws IOException {
    var everything = Json.object();
    documents.forEach(everything::set);
    Journal.rewrite(file, aead, new byte[][] {Json.bytes(everything)});
  }

  private static long size(ConcurrentSkipListMap<String, ObjectNode> documents) {
    return documents.values().stream().mapToLong(document -> Json.bytes(document).length).sum();
  }

  private static void apply(ConcurrentSkipListMap<String, ObjectNode> documents, byte[] record) {
    try {
      apply(documents, Json.parse(record));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A record maps keys to their new documents; null takes one away. */
  private static void apply(ConcurrentSkipListMap<String, ObjectNode> documents, JsonNode changes) {
    changes
        .properties()
        .forEach(change -> {
          if (change.getValue() instanceof ObjectNode document) {
            documents.put(change.getKey(), document);
          } else {
            documents.remove(change.getKey());
          }
        });
  }

  Optional<ObjectNode> read(String key) {
    return Optional.ofNullable(documents.get(key)).map(ObjectNode::deepCopy);
  }

  boolean contains(String key) {
    return documents.containsKey(key);
  }

  /** Keys that start with a prefix, in order, without the prefix. */
  List<String> keys(String prefix) {
    return documents.subMap(prefix, prefix + Character.MAX_VALUE).keySet().stream()
        .map(key -> key.substring(prefix.length()))
        .toList();
  }

  /**
   * Runs one change at a time. What it put and removed is stored as a whole after it returned, and
   * not at all if it threw.
   */
  synchronized <T> T change(Function<Changes, T> work) {
    var changes = new Changes(this);
    T result = work.apply(changes);
    var record = changes.record();
    if (!record.isEmpty()) {
      try {
        journal.append(Json.bytes(record));
      } catch (IOException e) {
        throw new UncheckedIOException("the vault cannot store a change: " + e.getMessage(), e);
      }
      apply(documents, record);
    }
    return result;
  }

  @Override
  public synchronized void close() {
    journal.close();
  }
}
