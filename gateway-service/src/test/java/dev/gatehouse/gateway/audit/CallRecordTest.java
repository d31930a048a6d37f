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
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CallRecordTest {
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test
  void isReadBackAsWhatTheCodecWouldHaveWritten() {
    CallRecord.Ready ready = record(TRACE).event(false, "tool_error", 1234, 77);

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
                new AuditRecord.Body(42, null, null, false),
                new AuditRecord.Body(77, null, null, false),
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

    AuditRecord outcome = (AuditRecord) decode(record.outcome(attempt, true, null, 5, 6)).data();

    assertThat(outcome.phase()).isEqualTo(Phase.OUTCOME);
    assertThat(outcome.attempt()).isEqualTo(attempt.id());
    assertThat(outcome.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(outcome.traceId()).isNull();
  }

  private static CloudEvent<?> decode(CallRecord.Ready ready) {
    Decoded decoded = EventCodec.decode(ready.value());
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
        42,
        traceParent,
        "192.0.2.1");
  }
}
