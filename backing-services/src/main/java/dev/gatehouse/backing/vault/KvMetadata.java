package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The settings of one secret that a client may write. */
final class KvMetadata {

  private static final int MAX_KEYS = 64;
  private static final int MAX_KEY_LENGTH = 128;
  private static final int MAX_VALUE_LENGTH = 512;

  private KvMetadata() {}

  /** Writes what the request names; the custom metadata is replaced as a whole. */
  static void set(ObjectNode secret, ObjectNode body) {
    if (body.has("max_versions")) {
      secret.put("max_versions", body.path("max_versions").asInt());
    }
    if (body.has("cas_required")) {
      secret.put("cas_required", body.path("cas_required").asBoolean());
    }
    if (body.has("delete_version_after")) {
      var after = Durations.of(body.path("delete_version_after"), "delete_version_after");
      secret.put("delete_version_after", Durations.text(after));
    }
    if (body.has("custom_metadata")) {
      secret.set("custom_metadata", checked(body.path("custom_metadata")));
    }
  }

  /** Like {@link #set}, but merges the custom metadata, where null removes a key. */
  static void patch(ObjectNode secret, ObjectNode body) {
    var rest = body.deepCopy();
    rest.remove("custom_metadata");
    set(secret, rest);
    if (body.get("custom_metadata") instanceof ObjectNode changes) {
      var merged =
          secret.get("custom_metadata") instanceof ObjectNode now ? now.deepCopy() : Json.object();
      changes
          .properties()
          .forEach(change -> {
            if (change.getValue().isNull()) {
              merged.remove(change.getKey());
            } else {
              merged.set(change.getKey(), change.getValue());
            }
          });
      secret.set("custom_metadata", checked(merged));
    }
  }

  private static JsonNode checked(JsonNode custom) {
    if (custom.size() > MAX_KEYS) {
      throw invalid(
          "payload must contain at most %d keys, provided %d".formatted(MAX_KEYS, custom.size()));
    }
    for (var member : custom.properties()) {
      int length = member.getKey().length();
      if (length == 0 || length > MAX_KEY_LENGTH) {
        throw invalid("length of a key is %d but must be 0 < len(key) <= 128".formatted(length));
      }
      if (!member.getValue().isTextual()) {
        throw invalid("value for key \"%s\" is not a string".formatted(member.getKey()));
      }
      if (member.getValue().asText().length() > MAX_VALUE_LENGTH) {
        throw invalid("length of value for key \"%s\" is too long".formatted(member.getKey()));
      }
    }
    return custom;
  }

  private static Refusal invalid(String why) {
    return Refusal.badRequest("custom_metadata validation failed: " + why);
  }
}
