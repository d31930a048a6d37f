package dev.gatehouse.gateway.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.json.Json;

/**
 * A caller with what each of its calls needs of it, made once per verified credential.
 *
 * @param auditActor the {@code actor} object of its audit records
 */
@SuppressWarnings("ArrayRecordComponent") // ready bytes, never compared
public record Principal(Caller caller, byte[] auditActor) {

  /** Made once per credential, not per call. */
  public static Principal of(Caller caller) {
    AuditRecord.Actor actor =
        new AuditRecord.Actor(
            caller.user(), caller.client(), caller.apiKey(), caller.grant(), null);
    try {
      return new Principal(caller, Json.mapper().writeValueAsBytes(actor));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of strings cannot be written", e);
    }
  }
}
