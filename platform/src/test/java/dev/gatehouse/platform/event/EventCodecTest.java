package dev.gatehouse.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.event.EventCodec.Decoded;
import dev.gatehouse.platform.event.EventCodec.MalformedEventException;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
  private static final JsonNode DEFINITION =
      Json.mapper().createObjectNode().put("name", "echo").put("limit", 12345678901L);

  static Stream<DomainEvent> everyEvent() {
    Instant now = Instant.parse("2026-11-20T12:00:00.123456Z");
    return Stream.of(
        new IdentityEvent.OrganisationChanged("o", "acme", "Acme", true, false),
        new IdentityEvent.MembershipChanged("o", "u", Role.EDITOR, false),
        new IdentityEvent.ApiKeyChanged(
            "o", "k", "hash", "CI", "u", null, Set.of(Scope.READ, Scope.WRITE), now, null),
        new IdentityEvent.Revoked("o", IdentityEvent.Revoked.Kind.GRANT, "g", now),
        new IdentityEvent.Heartbeat(now),
        new ApiKeyUsed("o", "k", now),
        new CatalogEvent.ConnectorManifest(
            "o",
            "c",
            "files",
            "Files",
            "MCP",
            "streamable_http",
            "https://example.com/mcp",
            true,
            false,
            true,
            new CatalogEvent.CredentialReference("orgs/o/connectors/c/s", 1),
            List.of(),
            30_000,
            7),
        new CatalogEvent.ToolDefinition("o", "t", "c", "echo", "hash", DEFINITION),
        new CatalogEvent.GatewayManifest(
            "o",
            "acme",
            "g",
            "demo",
            "Demo",
            null,
            true,
            CatalogEvent.GatewaySettings.DEFAULT,
            1,
            3,
            List.of(new CatalogEvent.ExposedConnector("c", true, false, "files"))),
        new CatalogEvent.FeatureDefinition(
            "o", "f", "c", FeatureKind.PROMPT, "greet", "hash", DEFINITION),
        new CatalogEvent.ServerDescription("o", "c", "2026-07-28", DEFINITION, "Ask", DEFINITION),
        new CatalogEvent.GatewayManifestPart(
            "o",
            "g",
            0,
            3,
            List.of(
                new CatalogEvent.ExposedTool("t", "hash", "c", "say", null, true, Scope.WRITE))),
        new DiscoveryEvent.ToolsFound(
            "o", "c", "r", 0, List.of(new DiscoveryEvent.FoundTool("echo", "hash", DEFINITION))),
        new DiscoveryEvent.RunFinished(
            "o",
            "c",
            "r",
            DiscoveryEvent.RunFinished.Outcome.PARTIAL,
            1,
            1,
            List.of(new DiscoveryEvent.RefusedTool("big", "too large")),
            "2025-11-25",
            DEFINITION,
            null,
            "timeout",
            now,
            DEFINITION,
            1,
            Set.of(FeatureKind.RESOURCE),
            List.of(new DiscoveryEvent.RefusedFeature(FeatureKind.PROMPT, "p", "too large"))),
        new DiscoveryEvent.FeaturesFound(
            "o",
            "c",
            "r",
            0,
            List.of(
                new DiscoveryEvent.FoundFeature(
                    FeatureKind.RESOURCE, "file:///a", "hash", DEFINITION))),
        new DiscoveryEvent.HealthChanged(
            "o", "c", DiscoveryEvent.HealthChanged.State.UNREACHABLE, "refused", now),
        new CredentialEvent.CredentialRotated("o", "c", "u", 4, "vault:v1:abc", now, "t"),
        new AuditRecord(
            AuditRecord.SCHEMA_VERSION,
            "01a1f924-21e4-7f8d-9cc0-ee1701d8688e",
            now,
            "o",
            "gateway",
            AuditRecord.Phase.EVENT,
            null,
            new AuditRecord.Actor("u", "client", null, "g", null),
            "tool.call",
            new AuditRecord.Target("tool", "t", "say", "c", "g", "echo"),
            AuditRecord.Decision.ALLOWED,
            AuditRecord.Outcome.SUCCESS,
            1234L,
            new AuditRecord.Body(17, null, null, false),
            null,
            null,
            "127.0.0.1",
            Map.of("revision", "2026-07-28")));
  }

  @Test
  void membersOfAnAuditRecordAreWrittenInTheOrderOfCanonicalJson() throws IOException {
    AuditRecord record =
        everyEvent()
            .filter(AuditRecord.class::isInstance)
            .map(AuditRecord.class::cast)
            .findFirst()
            .orElseThrow();

    String written = Json.mapper().writeValueAsString(record);

    assertThat(written).isEqualTo(CanonicalJson.of(Json.mapper().readTree(written)));
  }

  @ParameterizedTest
  @MethodSource("everyEvent")
  void whatIsWrittenIsReadAgain(DomainEvent event) {
    byte[] value = EventCodec.encode(EventCodec.envelope("test", event, null));
    assertThat(EventCodec.read(value)).isEqualTo(event);
  }

  @ParameterizedTest
  @MethodSource("everyEvent")
  void keysAreReadAgain(DomainEvent event) {
    assertThat(EventKey.parse(event.key().toString())).isEqualTo(event.key());
  }

  @Test
  void isACloudEvent() throws Exception {
    byte[] value =
        EventCodec.encode(
            EventCodec.envelope(
                "auth", new IdentityEvent.MembershipChanged("o", "u", Role.OWNER, false), null));
    JsonNode event = Json.mapper().readTree(value);
    assertThat(event.at("/specversion").asText()).isEqualTo("1.0");
    assertThat(event.at("/type").asText())
        .isEqualTo("dev.gatehouse.identity.membership.changed.v1");
    assertThat(event.at("/source").asText()).isEqualTo("/auth");
    assertThat(event.at("/subject").asText()).isEqualTo("o/membership/u");
    assertThat(event.at("/data/role").asText()).isEqualTo("owner");
    assertThat(event.at("/time").isTextual()).isTrue();
  }

  @Test
  void aTypeOfANewerVersionIsUnknownAndNoError() {
    Decoded decoded = EventCodec.decode("{\"type\":\"dev.gatehouse.x.v9\",\"data\":{}}".getBytes());
    assertThat(decoded).isEqualTo(new Decoded.Unknown("dev.gatehouse.x.v9"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]x",
        "{\"type\":\"dev.gatehouse.identity.heartbeat.v1\"}",
        "{\"type\":\"dev.gatehouse.identity.heartbeat.v1\",\"type\":\"x\"}",
        "{\"type\":\"dev.gatehouse.identity.membership.changed.v1\",\"id\":\"1\",\"data\":{\"role\":\"king\"}}"
      })
  void whatIsNoEventIsRefused(String text) {
    assertThatThrownBy(() -> EventCodec.decode(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedEventException.class);
  }
}
