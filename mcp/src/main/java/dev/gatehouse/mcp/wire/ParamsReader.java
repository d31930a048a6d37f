package dev.gatehouse.mcp.wire;

import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NULL;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;

import org.jspecify.annotations.Nullable;

/** Reads {@code params}: the values that route and judge a request, ranges of the others. */
final class ParamsReader {
  private @Nullable String name;
  private @Nullable String uri;
  private @Nullable String cursor;
  private @Nullable String protocolVersion;
  private Span arguments = Span.NONE;
  private Span inputResponses = Span.NONE;
  private Span requestState = Span.NONE;
  private RequestMeta meta = RequestMeta.NONE;
  private @Nullable Flaw flaw;

  /** From the opening brace to the closing one. */
  RequestParams read(JsonCursor json) {
    int start = json.start();
    for (String key = json.nextKey(); key != null; key = json.nextKey()) {
      json.next();
      switch (key) {
        case "name" -> name = string(json);
        case "uri" -> uri = string(json);
        case "cursor" -> cursor = string(json);
        case "protocolVersion" -> protocolVersion = string(json);
        case "arguments" -> arguments = object(json);
        case "inputResponses" -> inputResponses = object(json);
        case "requestState" -> requestState = json.span();
        case "_meta" -> readMeta(json);
        default -> {
          KnownKeys.PARAMS.refuseMisspelling(key);
          json.skip();
        }
      }
    }
    return new RequestParams(
        new Span(start, json.end()),
        name,
        uri,
        cursor,
        protocolVersion,
        arguments,
        inputResponses,
        requestState,
        meta);
  }

  /** The first thing of the wrong shape; null if there was none. */
  @Nullable Flaw flaw() {
    return flaw;
  }

  private void readMeta(JsonCursor json) {
    if (json.token() == START_OBJECT) {
      MetaReader reader = new MetaReader();
      meta = reader.read(json);
      note(reader.flaw());
    } else {
      note(Flaw.BAD_META);
      json.skip();
    }
  }

  private @Nullable String string(JsonCursor json) {
    if (json.token() == VALUE_STRING) {
      return json.text();
    }
    note(Flaw.BAD_PARAMS);
    json.skip();
    return null;
  }

  /** Some clients write null for "none"; it is passed on as none. */
  private Span object(JsonCursor json) {
    if (json.token() == START_OBJECT) {
      return json.span();
    }
    if (json.token() != VALUE_NULL) {
      note(Flaw.BAD_PARAMS);
      json.skip();
    }
    return Span.NONE;
  }

  private void note(@Nullable Flaw found) {
    if (flaw == null) {
      flaw = found;
    }
  }
}
