package dev.gatehouse.audit.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.AuditRecord.Body;
import dev.gatehouse.platform.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * A record as an OCSF event: API Activity (6003) for calls and readings, Authentication (3002) for
 * sign-ins and tokens, Entity Management (3004) for everything that is changed.
 */
final class OcsfEvent {
  private static final String VERSION = "1.3.0";
  private static final int API_ACTIVITY = 6003;
  private static final int AUTHENTICATION = 3002;
  private static final int ENTITY_MANAGEMENT = 3004;

  private OcsfEvent() {}

  static String of(AuditRecord r) {
    int kind = kind(r.action());
    int activity = activity(kind, r.action());
    ObjectNode event = Json.mapper().createObjectNode();
    event.put("class_uid", kind).put("category_uid", kind / 1000).put("activity_id", activity);
    event.put("type_uid", kind * 100L + activity);
    event.put("activity_name", r.action());
    event.put("time", r.occurredAt().toEpochMilli());
    event.put("severity_id", severity(r));
    event.put("status_id", status(r)).put("status", r.outcome().status().name());
    put(event, "status_code", r.outcome().code());
    if (r.durationMicros() != null) {
      event.put("duration", r.durationMicros() / 1000);
    }
    metadata(event, r);
    actor(event, r);
    if (r.sourceAddress() != null) {
      event.putObject("src_endpoint").put("ip", r.sourceAddress());
    }
    subject(event, kind, r);
    ObjectNode unmapped = event.putObject("unmapped");
    unmapped.put("phase", r.phase().name());
    put(unmapped, "attempt", r.attempt());
    unmapped.put("rule", r.decision().rule());
    body(unmapped, "input", r.input());
    body(unmapped, "output", r.output());
    if (r.detail() != null && !r.detail().isEmpty()) {
      unmapped.set("detail", Json.mapper().valueToTree(r.detail()));
    }
    return event.toString();
  }

  private static int kind(String action) {
    return switch (ActionKind.of(action)) {
      case API -> isDecision(action) ? ENTITY_MANAGEMENT : API_ACTIVITY;
      case AUTHENTICATION -> AUTHENTICATION;
      case IAM, CONFIGURATION -> ENTITY_MANAGEMENT;
    };
  }

  /** A tool's definition is decided about, the tool is not used. */
  private static boolean isDecision(String action) {
    return action.equals("tool.approve") || action.equals("tool.reject");
  }

  /** 99 is what the schema calls other. */
  private static int activity(int kind, String action) {
    String verb = action.substring(action.lastIndexOf('.') + 1);
    if (kind == AUTHENTICATION) {
      return switch (verb) {
        case "sign-in", "issue", "authenticate" -> 1;
        case "sign-out", "sign-out-everywhere", "end", "revoke" -> 2;
        default -> 99;
      };
    }
    return switch (verb) {
      case "create", "add", "place", "register", "join", "publish" -> 1;
      case "read", "get", "verify", "export" -> 2;
      case "update", "change", "set", "order", "rotate", "change-password", "status" -> 3;
      case "delete", "remove", "release", "revoke" -> 4;
      default -> 99;
    };
  }

  private static int severity(AuditRecord r) {
    return switch (r.outcome().status()) {
      case SUCCESS, UNKNOWN -> 1;
      case ERROR -> 2;
      case DENIED -> 3;
    };
  }

  private static int status(AuditRecord r) {
    return switch (r.outcome().status()) {
      case SUCCESS -> 1;
      case ERROR, DENIED -> 2;
      case UNKNOWN -> 0;
    };
  }

  private static void metadata(ObjectNode event, AuditRecord r) {
    ObjectNode metadata = event.putObject("metadata");
    metadata.put("version", VERSION).put("uid", r.id()).put("tenant_uid", r.organisation());
    put(metadata, "correlation_uid", r.traceId());
    metadata
        .putObject("product")
        .put("name", "Gatehouse")
        .put("vendor_name", "Gatehouse")
        .put("feature", r.service());
  }

  private static void actor(ObjectNode event, AuditRecord r) {
    ObjectNode actor = event.putObject("actor");
    ObjectNode user = actor.putObject("user");
    put(user, "uid", r.actor().user());
    put(user, "credential_uid", r.actor().apiKey());
    user.putObject("org").put("uid", r.organisation());
    put(actor, "app_uid", r.actor().client());
    if (r.actor().service() != null) {
      actor.putObject("process").put("name", r.actor().service());
    }
  }

  private static void subject(ObjectNode event, int kind, AuditRecord r) {
    String name = r.target().name() == null ? r.target().tool() : r.target().name();
    if (kind == API_ACTIVITY) {
      ObjectNode api = event.putObject("api");
      api.put("operation", r.action());
      put(api.putObject("service"), "uid", r.target().connector());
      ObjectNode resource = event.putArray("resources").addObject();
      resource.put("type", r.target().kind());
      put(resource, "uid", r.target().id());
      put(resource, "name", name);
      if (r.target().gateway() != null) {
        event.putObject("dst_endpoint").put("uid", r.target().gateway());
      }
      return;
    }
    if (kind == AUTHENTICATION) {
      put(event.putObject("user"), "uid", r.actor().user());
      return;
    }
    ObjectNode entity = event.putObject("entity");
    entity.put("type", r.target().kind());
    put(entity, "uid", r.target().id());
    put(entity, "name", name);
  }

  private static void body(ObjectNode into, String name, @Nullable Body body) {
    if (body != null) {
      into.set(name, Json.mapper().valueToTree(body));
    }
  }

  private static void put(ObjectNode into, String name, @Nullable String value) {
    if (value != null) {
      into.put(name, value);
    }
  }
}
