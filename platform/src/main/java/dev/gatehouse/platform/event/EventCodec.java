package dev.gatehouse.platform.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes and reads the records of all topics; knows the CloudEvents type of each event. */
public final class EventCodec {
  private static final Map<Class<? extends DomainEvent>, String> TYPES =
      Map.ofEntries(
          Map.entry(IdentityEvent.OrganisationChanged.class, type("identity.organisation.changed")),
          Map.entry(IdentityEvent.MembershipChanged.class, type("identity.membership.changed")),
          Map.entry(IdentityEvent.ApiKeyChanged.class, type("identity.api-key.changed")),
          Map.entry(IdentityEvent.Revoked.class, type("identity.revoked")),
          Map.entry(IdentityEvent.Heartbeat.class, type("identity.heartbeat")),
          Map.entry(CatalogEvent.ConnectorManifest.class, type("catalog.connector.changed")),
          Map.entry(CatalogEvent.ToolDefinition.class, type("catalog.tool.changed")),
          Map.entry(CatalogEvent.FeatureDefinition.class, type("catalog.feature.changed")),
          Map.entry(CatalogEvent.ServerDescription.class, type("catalog.server.changed")),
          Map.entry(CatalogEvent.GatewayManifest.class, type("catalog.gateway.changed")),
          Map.entry(CatalogEvent.GatewayManifestPart.class, type("catalog.gateway-part.changed")),
          Map.entry(DiscoveryEvent.ToolsFound.class, type("discovery.tools.found")),
          Map.entry(DiscoveryEvent.FeaturesFound.class, type("discovery.features.found")),
          Map.entry(DiscoveryEvent.RunFinished.class, type("discovery.run.finished")),
          Map.entry(DiscoveryEvent.HealthChanged.class, type("discovery.health.changed")),
          Map.entry(CredentialEvent.CredentialRotated.class, type("credential.rotated")),
          Map.entry(CredentialEvent.CredentialRefused.class, type("credential.refused")),
          Map.entry(ApiKeyUsed.class, type("api-key.used")),
          Map.entry(SessionEvent.SessionEnded.class, type("session.ended")),
          Map.entry(AuditSettings.class, type("audit.settings.changed")),
          Map.entry(AuditRecord.class, type("audit.recorded")));

  private static final Map<String, Class<? extends DomainEvent>> CLASSES =
      TYPES.entrySet().stream()
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

  private EventCodec() {}

  /** Wraps an event that happens now, in a source such as {@code auth}. */
  public static <T extends DomainEvent> CloudEvent<T> envelope(
      String service, T event, @Nullable String traceparent) {
    return new CloudEvent<>(
        CloudEvent.SPEC_VERSION,
        UuidCreator.getTimeOrderedEpoch().toString(),
        "/" + service,
        typeOf(event),
        event.key().toString(),
        Instant.now(),
        CloudEvent.CONTENT_TYPE,
        traceparent,
        event);
  }

  /** The CloudEvents type of an event. */
  public static String typeOf(DomainEvent event) {
    String type = TYPES.get(event.getClass());
    if (type == null) {
      throw new IllegalStateException("no CloudEvents type for " + event.getClass());
    }
    return type;
  }

  /**
   * The record's value.
   *
   * @throws RecordTooLargeException if it is over {@link Topics#MAX_RECORD_BYTES}
   */
  public static byte[] encode(CloudEvent<?> event) {
    try {
      byte[] bytes = Json.mapper().writeValueAsBytes(event);
      if (bytes.length > Topics.MAX_RECORD_BYTES) {
        throw new RecordTooLargeException(event.subject(), bytes.length);
      }
      return bytes;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event could not be written: " + event.type(), e);
    }
  }

  /**
   * Reads a record's value. A type that this version does not know gives a {@link Decoded.Unknown}:
   * newer services may run beside older ones.
   *
   * @throws MalformedEventException if the bytes are not an event of a known type
   */
  public static Decoded decode(byte[] value) {
    try {
      return decode(Json.mapper().readTree(value));
    } catch (IOException e) {
      throw new MalformedEventException("not JSON", e);
    }
  }

  /**
   * Reads a record's value that was parsed already.
   *
   * @throws MalformedEventException if the tree is not an event of a known type
   */
  public static Decoded decode(JsonNode tree) {
    String type = tree.path("type").asText();
    if (type.isEmpty()) {
      throw new MalformedEventException("no CloudEvents type", null);
    }
    Class<? extends DomainEvent> dataClass = CLASSES.get(type);
    if (dataClass == null) {
      return new Decoded.Unknown(type);
    }
    JavaType envelope =
        Json.mapper().getTypeFactory().constructParametricType(CloudEvent.class, dataClass);
    try {
      CloudEvent<? extends DomainEvent> event = Json.mapper().treeToValue(tree, envelope);
      if (event == null || event.id() == null || event.data() == null) {
        throw new MalformedEventException("an event without id or data", null);
      }
      return new Decoded.Event(event);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new MalformedEventException("not a readable event", e);
    }
  }

  /** The event in a value, or null if its type is not known to this version. */
  public static @Nullable DomainEvent read(byte[] value) {
    return switch (decode(value)) {
      case Decoded.Event(CloudEvent<? extends DomainEvent> event) -> event.data();
      case Decoded.Unknown _ -> null;
    };
  }

  /** What a record's value turned out to be. */
  public sealed interface Decoded {
    record Event(CloudEvent<? extends DomainEvent> event) implements Decoded {}

    record Unknown(String type) implements Decoded {}
  }

  /** Bytes that are no event; the record goes to a dead letter. */
  public static final class MalformedEventException extends RuntimeException {
    MalformedEventException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** An event beyond {@link Topics#MAX_RECORD_BYTES}: the publisher has to split or refuse it. */
  public static final class RecordTooLargeException extends RuntimeException {
    RecordTooLargeException(String subject, int bytes) {
      super(subject + " takes " + bytes + " bytes, more than " + Topics.MAX_RECORD_BYTES);
    }
  }

  private static String type(String name) {
    return "dev.gatehouse." + name + ".v1";
  }
}
