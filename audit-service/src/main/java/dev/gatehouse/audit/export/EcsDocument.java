package dev.gatehouse.audit.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.json.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A record as a document of the Elastic Common Schema; what that has no place for is under
 * gatehouse.
 */
final class EcsDocument {
  private static final String VERSION = "8.17.0";

  private EcsDocument() {}

  static String of(AuditRecord r) {
    ObjectNode document = Json.mapper().createObjectNode();
    document.put("@timestamp", r.occurredAt().toString());
    document.putObject("ecs").put("version", VERSION);
    event(document.putObject("event"), r);
    document.putObject("organization").put("id", r.organisation());
    document.putObject("service").put("name", r.service()).put("type", "gatehouse");
    if (r.actor().user() != null) {
      document.putObject("user").put("id", r.actor().user());
    }
    if (r.sourceAddress() != null) {
      ObjectNode source = document.putObject("source").put("address", r.sourceAddress());
      put(source, "ip", SourceIp.of(r.sourceAddress()));
    }
    if (r.traceId() != null) {
      document.putObject("trace").put("id", r.traceId());
    }
    ObjectNode more = document.putObject("gatehouse");
    more.put("phase", r.phase().name());
    put(more, "attempt", r.attempt());
    more.set("actor", Json.mapper().valueToTree(r.actor()));
    more.set("target", Json.mapper().valueToTree(r.target()));
    more.set("decision", Json.mapper().valueToTree(r.decision()));
    if (r.input() != null) {
      more.set("input", flattened(r.input()));
    }
    if (r.output() != null) {
      more.set("output", flattened(r.output()));
    }
    if (r.answers() != null) {
      more.set("answers", flattened(r.answers()));
    }
    if (r.detail() != null && !r.detail().isEmpty()) {
      more.set("detail", Json.mapper().valueToTree(r.detail()));
    }
    return document.toString();
  }

  private static void event(ObjectNode event, AuditRecord r) {
    event.put("id", r.id()).put("kind", "event").put("action", r.action());
    event.put("dataset", "gatehouse.audit").put("module", "gatehouse");
    event.putArray("category").add(category(r.action()));
    event.putArray("type").add(type(r));
    event.put("outcome", outcome(r));
    put(event, "code", r.outcome().code());
    event.put("reason", r.decision().rule());
    if (r.durationMicros() != null) {
      event.put("duration", r.durationMicros() * 1000);
    }
  }

  private static String category(String action) {
    return ActionKind.of(action).name().toLowerCase(Locale.ROOT);
  }

  /** One of those that the schema expects of the category. */
  private static String type(AuditRecord r) {
    if (ActionKind.of(r.action()) == ActionKind.API) {
      return r.decision().allowed() ? "allowed" : "denied";
    }
    return switch (ActionEffect.of(r.action())) {
      case BEGIN -> "start";
      case END -> "end";
      case CREATE -> "creation";
      case UPDATE -> "change";
      case DELETE -> "deletion";
      case READ, OTHER -> "info";
    };
  }

  private static String outcome(AuditRecord r) {
    return switch (r.outcome().status()) {
      case SUCCESS -> "success";
      case ERROR, DENIED -> "failure";
      case UNKNOWN -> "unknown";
    };
  }

  /** Contents of all forms would give one field many types, which Elasticsearch refuses. */
  private static ObjectNode flattened(AuditRecord.Body body) {
    ObjectNode flat = Json.mapper().valueToTree(body);
    if (body.content() != null) {
      flat.put("content", body.content().toString());
    }
    return flat;
  }

  private static void put(ObjectNode into, String name, @Nullable String value) {
    if (value != null) {
      into.put(name, value);
    }
  }
}
