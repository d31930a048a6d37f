package dev.gatehouse.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.catalog.GatewayFixture;
import dev.gatehouse.gateway.identity.PrincipalFixture;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Phase;
import dev.gatehouse.platform.event.CloudEvent;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.EventCodec.Decoded;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

class CallRecordTest {
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test
  void isReadBackAsWhatTheCodecWouldHaveWritten() {
    CallRecord.Ready ready =
        record(TRACE)
            .event(
                new CallRecord.Result(
                    false, "tool_error", 1234, content("{\"isError\":true}"), Content.NONE));

    CloudEvent<?> event = decode(ready);

    AuditRecord audit = (AuditRecord) event.data();
    assertThat(audit)
        .isEqualTo(
            new AuditRecord(
                AuditRecord.SCHEMA_VERSION,
                ready.id(),
                audit.occurredAt(),
                "org-1",
                "gateway",
                Phase.EVENT,
                null,
                new AuditRecord.Actor("user-1", null, "key-1", null, null),
                "tool.call",
                new AuditRecord.Target("tool", null, "na\"me", null, "gateway-1", null),
                new AuditRecord.Decision(true, "permission"),
                new Outcome(Outcome.Status.ERROR, "tool_error"),
                1234L,
                body("{\"a\":1}"),
                body("{\"isError\":true}"),
                "0af7651916cd43dd8448eb211c80319c",
                "192.0.2.1",
                java.util.Map.of()));
    assertThat(event.id()).isEqualTo(ready.id());
    assertThat(event.traceparent()).isEqualTo(TRACE);
    assertThat(event.subject()).isEqualTo(audit.key().toString());
  }

  @Test
  void isKeyedByOrganisationForItsPartition() {
    CallRecord.Ready ready = record(null).attempt();

    EventKey key = EventKey.parse(new String(ready.key(), StandardCharsets.UTF_8));

    assertThat(key).isEqualTo(new EventKey("org-1", "audit", ready.id()));
  }

  @Test
  void joinsAnOutcomeToItsAttempt() {
    CallRecord record = record(null);
    CallRecord.Ready attempt = record.attempt();

    AuditRecord outcome =
        (AuditRecord) decode(record.outcome(attempt, CallRecord.Result.of(true, null, 5))).data();

    assertThat(outcome.phase()).isEqualTo(Phase.OUTCOME);
    assertThat(outcome.attempt()).isEqualTo(attempt.id());
    assertThat(outcome.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(outcome.traceId()).isNull();
  }

  private static CloudEvent<?> decode(CallRecord.Ready ready) {
    byte[] value =
        BodiesFixture.completion().complete(new Frame(ready.key(), ready.sealed(), ready.value()));
    Decoded decoded = EventCodec.decode(value);
    assertThat(decoded).isInstanceOf(Decoded.Event.class);
    return ((Decoded.Event) decoded).event();
  }

  private static CallRecord record(String traceParent) {
    return new CallRecord(
        PrincipalFixture.ofUserAndKey("org-1", "user-1", "key-1"),
        GatewayFixture.gateway("org-1", "gateway-1"),
        "tool.call",
        CallRecord.unknownTarget("tool", "gateway-1", "na\"me"),
        true,
        "permission",
        BodiesFixture.seal(),
        new Capture(true, 4096, new byte[0]),
        content("{\"a\":1}"),
        traceParent,
        "192.0.2.1");
  }

  private static Content content(String json) {
    return Content.of(json.getBytes(StandardCharsets.UTF_8));
  }

  private static AuditRecord.Body body(String json) {
    try {
      byte[] sha256 =
          MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      return new AuditRecord.Body(
          json.length(),
          new DigestKey(() -> new byte[32]).digest("org-1", sha256),
          Json.mapper().readTree(json),
          false,
          null,
          0);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
