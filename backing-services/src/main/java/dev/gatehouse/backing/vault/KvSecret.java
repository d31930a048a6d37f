package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One secret with its versions, as it is stored; see the members of {@link #created}. */
record KvSecret(ObjectNode document) {

  private static final int DEFAULT_MAX_VERSIONS = 10;

  static KvSecret created() {
    var now = Instant.now().toString();
    var document = Json.object();
    document.put("cas_required", false);
    document.put("created_time", now);
    document.put("current_version", 0);
    document.putNull("custom_metadata");
    document.put("delete_version_after", "0s");
    document.put("max_versions", 0);
    document.put("oldest_version", 0);
    document.put("updated_time", now);
    document.putObject("versions");
    return new KvSecret(document);
  }

  int currentVersion() {
    return document.path("current_version").asInt();
  }

  boolean casRequired() {
    return document.path("cas_required").asBoolean();
  }

  Optional<ObjectNode> version(int number) {
    return Optional.ofNullable(versions().get(Integer.toString(number)))
        .map(ObjectNode.class::cast);
  }

  private ObjectNode versions() {
    return document.withObject("/versions");
  }

  /** Adds the next version and drops those beyond the limit. */
  int add(JsonNode data, KvConfig config) {
    int number = currentVersion() + 1;
    var now = Instant.now();
    var version = versions().putObject(Integer.toString(number));
    version.put("created_time", now.toString());
    version.put("deletion_time", deletionTime(now, config));
    version.put("destroyed", false);
    version.set("data", data);
    document.put("current_version", number);
    document.put("updated_time", now.toString());
    int limit = limit(config);
    for (int old = number - limit; old > 0 && versions().has(Integer.toString(old)); old--) {
      versions().remove(Integer.toString(old));
      document.put("oldest_version", Math.max(number - limit + 1, 1));
    }
    return number;
  }

  private int limit(KvConfig config) {
    int own = document.path("max_versions").asInt();
    if (own > 0) {
      return own;
    }
    return config.maxVersions() > 0 ? config.maxVersions() : DEFAULT_MAX_VERSIONS;
  }

  private String deletionTime(Instant now, KvConfig config) {
    var own = Durations.of(document.path("delete_version_after"), "delete_version_after");
    var mount = config.deleteVersionAfter();
    Duration after = own.isZero() || (!mount.isZero() && mount.compareTo(own) < 0) ? mount : own;
    return after.isZero() ? "" : now.plus(after).toString();
  }

  void delete(List<Integer> numbers) {
    for (int number : numbers) {
      version(number)
          .filter(version -> !isGone(version))
          .ifPresent(version -> version.put("deletion_time", Instant.now().toString()));
    }
  }

  void undelete(List<Integer> numbers) {
    for (int number : numbers) {
      version(number)
          .filter(version -> !version.path("destroyed").asBoolean())
          .ifPresent(version -> version.put("deletion_time", ""));
    }
  }

  void destroy(List<Integer> numbers) {
    for (int number : numbers) {
      version(number)
          .ifPresent(version -> {
            version.put("destroyed", true);
            version.remove("data");
          });
    }
  }

  /** Whether a version was deleted or destroyed, so that its data is not to be shown. */
  static boolean isGone(ObjectNode version) {
    var deletion = version.path("deletion_time").asText();
    return version.path("destroyed").asBoolean()
        || (!deletion.isEmpty() && !Instant.parse(deletion).isAfter(Instant.now()));
  }

  /** What an answer says about one version. */
  ObjectNode versionMetadata(int number) {
    var metadata = version(number).orElseThrow(Refusal::notFound).deepCopy();
    metadata.remove("data");
    metadata.put("version", number);
    metadata.set("custom_metadata", document.path("custom_metadata"));
    return metadata;
  }

  /** The secret's metadata without any data. */
  ObjectNode metadata() {
    var metadata = document.deepCopy();
    metadata.withObject("/versions").forEach(version -> ((ObjectNode) version).remove("data"));
    return metadata;
  }
}
