package dev.gatehouse.mcp.wire;

import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code params._meta}. */
final class MetaReader {
  private @Nullable String protocolVersion;
  private Span clientCapabilities = Span.NONE;
  private @Nullable String clientName;
  private @Nullable String clientVersion;
  private Span progressToken = Span.NONE;
  private @Nullable String logLevel;
  private @Nullable String traceParent;
  private List<Span> others = List.of();
  private @Nullable Flaw flaw;

  RequestMeta read(JsonCursor json) {
    for (String key = json.nextKey(); key != null; key = json.nextKey()) {
      int start = json.start();
      json.next();
      switch (key) {
        case MetaKey.PROTOCOL_VERSION -> protocolVersion = string(json);
        case MetaKey.CLIENT_CAPABILITIES -> clientCapabilities = object(json);
        case MetaKey.CLIENT_INFO -> readClientInfo(json);
        case MetaKey.PROGRESS_TOKEN -> readProgressToken(json);
        case MetaKey.TRACE_PARENT -> traceParent = traceParent(json);
        case MetaKey.LOG_LEVEL -> logLevel = string(json);
        case MetaKey.TRACE_STATE, MetaKey.BAGGAGE -> json.skip();
        default -> readOther(json, key, start);
      }
    }
    return new RequestMeta(
        protocolVersion,
        clientCapabilities,
        clientName,
        clientVersion,
        progressToken,
        logLevel,
        traceParent,
        others);
  }

  @Nullable Flaw flaw() {
    return flaw;
  }

  private void readOther(JsonCursor json, String key, int start) {
    KnownKeys.META.refuseMisspelling(key);
    json.skip();
    int end = json.end();
    if (key.startsWith(MetaKey.RESERVED_PREFIX)) {
      return; // the protocol's own, unknown to this revision: not ours to pass on
    }
    if (others.isEmpty()) {
      others = new ArrayList<>(2);
    }
    others.add(new Span(start, end));
  }

  private void readClientInfo(JsonCursor json) {
    if (json.token() != START_OBJECT) {
      refuse(json);
      return;
    }
    for (String key = json.nextKey(); key != null; key = json.nextKey()) {
      json.next();
      switch (key) {
        case "name" -> clientName = string(json);
        case "version" -> clientVersion = string(json);
        default -> json.skip();
      }
    }
  }

  private void readProgressToken(JsonCursor json) {
    if (json.token() == VALUE_STRING || json.onInteger()) {
      progressToken = json.span();
    } else {
      refuse(json);
    }
  }

  /** Trace context is advice: of the wrong shape it is ignored, not refused. */
  private static @Nullable String traceParent(JsonCursor json) {
    if (json.token() == VALUE_STRING) {
      return json.text();
    }
    json.skip();
    return null;
  }

  private @Nullable String string(JsonCursor json) {
    if (json.token() == VALUE_STRING) {
      return json.text();
    }
    refuse(json);
    return null;
  }

  private Span object(JsonCursor json) {
    if (json.token() == START_OBJECT) {
      return json.span();
    }
    refuse(json);
    return Span.NONE;
  }

  private void refuse(JsonCursor json) {
    flaw = Flaw.BAD_META;
    json.skip();
  }
}
