package dev.gatehouse.audit.query;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Phase;
import dev.gatehouse.platform.json.Json;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A record as it is kept: what is answered is what was recorded, with members that this version
 * does not know.
 *
 * @param json canonical JSON of an {@link AuditRecord}
 */
@Schema(implementation = AuditRecord.class)
record StoredRecord(@JsonValue @JsonRawValue String json) {

  Phase phase() {
    return Phase.valueOf(tree().path("phase").asText());
  }

  /** The attempt that it is the outcome of. */
  @Nullable UUID attempt() {
    String id = tree().path("attempt").asText();
    return id.isEmpty() ? null : UUID.fromString(id);
  }

  private JsonNode tree() {
    try {
      return Json.mapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored record is no JSON", e);
    }
  }
}
