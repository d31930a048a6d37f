package dev.gatehouse.registry.server;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What decides which version of a server is its latest.
 *
 * @param markedLatest whether the registry that it comes from calls it the latest
 */
record StoredVersion(
    long id, String version, ServerStatus status, Instant publishedAt, boolean markedLatest) {

  /**
   * The order that aggregators are asked to keep: what is marked as latest is later; two semantic
   * versions go by semver; one goes before any other form; two others go by time of publication.
   */
  static final Comparator<StoredVersion> ORDER =
      Comparator.comparing(StoredVersion::markedLatest)
          .thenComparing(StoredVersion::compareVersions)
          .thenComparing(StoredVersion::publishedAt)
          .thenComparing(StoredVersion::id);

  /** The latest of a server's versions; a deleted one only if all are. */
  static StoredVersion latest(List<StoredVersion> versions) {
    return versions.stream()
        .filter(version -> version.status != ServerStatus.DELETED)
        .max(ORDER)
        .orElseGet(() -> versions.stream().max(ORDER).orElseThrow());
  }

  private static int compareVersions(StoredVersion left, StoredVersion right) {
    Optional<SemanticVersion> semantic = SemanticVersion.parse(left.version);
    Optional<SemanticVersion> other = SemanticVersion.parse(right.version);
    return semantic.isPresent() && other.isPresent()
        ? semantic.get().compareTo(other.get())
        : Boolean.compare(semantic.isPresent(), other.isPresent());
  }
}
