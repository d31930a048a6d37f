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

  /** A user that is no person. */
  private static final int SYSTEM = 3;

  private static final String UNKNOWN = "unknown";

  private OcsfEvent() {}

  static String of(AuditRecord r) {
    int kind = kind(r.action());
    int activity = activity(r.action());
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
    source(event.putObject("src_endpoint"), r);
    subject(event, kind, r);
    ObjectNode unmapped = event.putObject("unmapped");
    unmapped.put("phase", r.phase().name());
    put(unmapped, "attempt", r.attempt());
    unmapped.put("rule", r.decision().rule());
    body(unmapped, "input", r.input());
    body(unmapped, "output", r.output());
    body(unmapped, "answers", r.answers());
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

  /** 99 is what the schema calls other; the numbers mean something else in each class. */
  private static int activity(String action) {
    return switch (ActionEffect.of(action)) {
      case BEGIN, CREATE -> 1;
      case END, READ -> 2;
      case UPDATE -> 3;
      case DELETE -> 4;
      case OTHER -> 99;
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
    user(actor.putObject("user"), r);
    put(actor, "app_uid", r.actor().client());
    put(actor, "app_name", r.actor().service());
  }

  /** Who acted, by a name or an id: the schema takes nobody without one of them. */
  private static void user(ObjectNode user, AuditRecord r) {
    AuditRecord.Actor by = r.actor();
    String alone = by.apiKey() == null ? by.client() : by.apiKey();
    put(user, "uid", by.user() == null ? alone : by.user());
    put(user, "credential_uid", by.apiKey());
    if (!user.has("uid")) {
      boolean service = by.service() != null;
      user.put("name", service ? by.service() : UNKNOWN).put("type_id", service ? SYSTEM : 0);
    }
    user.putObject("org").put("uid", r.organisation());
  }

  /** An endpoint has an address or a name. */
  private static void source(ObjectNode endpoint, AuditRecord r) {
    String ip = SourceIp.of(r.sourceAddress());
    if (ip != null) {
      endpoint.put("ip", ip);
    } else if (r.sourceAddress() != null) {
      endpoint.put("name", r.sourceAddress());
    } else if (r.actor().service() != null) {
      endpoint.put("svc_name", r.actor().service());
    } else {
      endpoint.put("name", UNKNOWN);
    }
  }

  private static void subject(ObjectNode event, int kind, AuditRecord r) {
    String name = r.target().name() == null ? r.target().tool() : r.target().name();
    if (kind == API_ACTIVITY) {
      ObjectNode api = event.putObject("api");
      api.put("operation", r.action());
      if (r.target().connector() != null) {
        api.putObject("service").put("uid", r.target().connector());
      }
      object(event.putArray("resources").addObject(), r, name);
      if (r.target().gateway() != null) {
        event.putObject("dst_endpoint").put("uid", r.target().gateway());
      }
      return;
    }
    if (kind == AUTHENTICATION) {
      user(event.putObject("user"), r);
      event.putObject("service").put("name", r.service());
      return;
    }
    object(event.putObject("entity"), r, name);
  }

  /** What there is one of has no other name than what it is. */
  private static void object(ObjectNode object, AuditRecord r, @Nullable String name) {
    object.put("type", r.target().kind());
    put(object, "uid", r.target().id());
    put(object, "name", name == null && r.target().id() == null ? r.target().kind() : name);
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
