package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** Settings of a KV mount that hold for all its secrets. */
record KvConfig(int maxVersions, boolean casRequired, Duration deleteVersionAfter) {

  static KvConfig of(ObjectNode document) {
    return new KvConfig(
        document.path("max_versions").asInt(),
        document.path("cas_required").asBoolean(),
        Durations.of(document.path("delete_version_after"), "delete_version_after"));
  }

  /** This configuration with what a request sets. */
  KvConfig with(ObjectNode body) {
    return new KvConfig(
        body.has("max_versions") ? body.path("max_versions").asInt() : maxVersions,
        body.has("cas_required") ? body.path("cas_required").asBoolean() : casRequired,
        body.has("delete_version_after")
            ? Durations.of(body.path("delete_version_after"), "delete_version_after")
            : deleteVersionAfter);
  }

  ObjectNode document() {
    return Json.object()
        .put("max_versions", maxVersions)
        .put("cas_required", casRequired)
        .put("delete_version_after", Durations.text(deleteVersionAfter));
  }
}
