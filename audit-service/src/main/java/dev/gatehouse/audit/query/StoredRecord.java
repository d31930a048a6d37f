package dev.gatehouse.audit.query;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.gatehouse.platform.event.AuditRecord;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A record as it is kept: what is answered is what was recorded, with members that this version
 * does not know.
 *
 * @param json canonical JSON of an {@link AuditRecord}
 */
@Schema(implementation = AuditRecord.class)
record StoredRecord(@JsonValue @JsonRawValue String json) {}
