package dev.gatehouse.mcp.wire;

import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NULL;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;
import static com.fasterxml.jackson.core.JsonToken.VALUE_TRUE;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the envelope of what an upstream sent in one pass: where the result is, not what it holds.
 * Unlike requests, keys below the envelope may repeat: nothing is decided by them.
 */
public final class UpstreamMessageScanner {
  private Span id = Span.NONE;
  private @Nullable String method;
  private Span params = Span.NONE;
  private Span result = Span.NONE;
  private @Nullable String resultType;
  private List<Span> modernFields = List.of();
  private Span requestState = Span.NONE;
  private boolean isError;
  private boolean failed;
  private int code;
  private String message = "";
  private Span data = Span.NONE;

  private UpstreamMessageScanner() {}

  /** Never throws: what is wrong with the bytes is {@link UpstreamMessage.Malformed}. */
  public static UpstreamMessage scan(byte[] bytes, int from, int to, ScanLimits limits) {
    UpstreamMessageScanner scanner = new UpstreamMessageScanner();
    try {
      JsonCursor cursor = JsonCursor.plain(bytes, from, to, limits);
      scanner.readEnvelope(cursor);
      cursor.finish();
      return scanner.classify();
    } catch (FlawException e) {
      return new UpstreamMessage.Malformed(e.flaw());
    }
  }

  public static UpstreamMessage scan(byte[] bytes, ScanLimits limits) {
    return scan(bytes, 0, bytes.length, limits);
  }

  private void readEnvelope(JsonCursor json) {
    for (String key = json.nextKey(); key != null; key = json.nextKey()) {
      json.next();
      switch (key) {
        case "id" -> readId(json);
        case "method" -> readMethod(json);
        case "params" -> params = json.span();
        case "result" -> readResult(json);
        case "error" -> readError(json);
        default -> json.skip();
      }
    }
  }

  private void readId(JsonCursor json) {
    refuseSecond(id.present());
    if (json.token() == VALUE_STRING || json.onInteger()) {
      id = json.span();
    } else if (json.token() != VALUE_NULL) {
      throw new FlawException(Flaw.BAD_ID);
    }
  }

  private void readMethod(JsonCursor json) {
    refuseSecond(method != null);
    if (json.token() != VALUE_STRING) {
      throw new FlawException(Flaw.BAD_METHOD);
    }
    method = json.text();
  }

  private void readResult(JsonCursor json) {
    refuseSecond(result.present());
    if (json.token() != START_OBJECT) {
      throw new FlawException(Flaw.NOT_AN_OBJECT);
    }
    int start = json.start();
    for (String key = json.nextKey(); key != null; key = json.nextKey()) {
      switch (key) {
        case "resultType" -> {
          refuseSecond(resultType != null);
          int entry = json.start();
          if (json.next() != VALUE_STRING) {
            throw new FlawException(Flaw.BAD_PARAMS);
          }
          resultType = json.text();
          modern(new Span(entry, json.end()));
        }
        case "ttlMs", "cacheScope" -> {
          int entry = json.start();
          json.next();
          json.skip();
          modern(new Span(entry, json.end()));
        }
        case "requestState" -> {
          refuseSecond(requestState.present());
          json.next();
          requestState = json.span();
        }
        case "isError" -> {
          isError = json.next() == VALUE_TRUE;
          json.skip();
        }
        default -> {
          json.next();
          json.skip();
        }
      }
    }
    result = new Span(start, json.end());
  }

  private void modern(Span entry) {
    if (modernFields.isEmpty()) {
      modernFields = new ArrayList<>(3);
    }
    modernFields.add(entry);
  }

  private void readError(JsonCursor json) {
    refuseSecond(failed);
    if (json.token() != START_OBJECT) {
      throw new FlawException(Flaw.NOT_AN_OBJECT);
    }
    failed = true;
    code = ErrorCode.INTERNAL_ERROR;
    for (String key = json.nextKey(); key != null; key = json.nextKey()) {
      json.next();
      if (key.equals("code") && json.onInteger()) {
        code = json.intValue(ErrorCode.INTERNAL_ERROR);
      } else if (key.equals("message") && json.token() == VALUE_STRING) {
        message = json.text();
      } else if (key.equals("data")) {
        data = json.span();
      } else {
        json.skip();
      }
    }
  }

  private static void refuseSecond(boolean seen) {
    if (seen) {
      throw new FlawException(Flaw.DUPLICATE_KEY);
    }
  }

  private UpstreamMessage classify() {
    if (method != null && !result.present() && !failed) {
      return id.present()
          ? new UpstreamMessage.ServerRequest(id, method, params)
          : new UpstreamMessage.ServerNotification(method, params);
    }
    if (method != null || (failed && result.present())) {
      return new UpstreamMessage.Malformed(Flaw.AMBIGUOUS);
    }
    if (failed) {
      return new UpstreamMessage.Failure(id, code, message, data);
    }
    return result.present() && id.present()
        ? new UpstreamMessage.Result(id, result, resultType, modernFields, requestState, isError)
        : new UpstreamMessage.Malformed(Flaw.NO_METHOD);
  }
}
