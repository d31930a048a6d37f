package dev.gatehouse.mcp.wire;

import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NULL;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;

import org.jspecify.annotations.Nullable;

/**
 * Reads the envelope of what a client sent in one pass, without a tree: enough to judge it, and the
 * ranges of what is passed on. Strict, because another reader of the same bytes must not be able to
 * see another request in them.
 */
public final class ClientMessageScanner {
  private static final byte[] NO_ID = {};
  private static final int MAX_ID_BYTES = 512;

  private final byte[] body;
  private boolean version;
  private Span id = Span.NONE;
  private @Nullable String method;
  private RequestParams params = RequestParams.NONE;
  private Span result = Span.NONE;
  private Span error = Span.NONE;

  /** The first flaw that leaves the rest readable: scanning goes on to find the id. */
  private @Nullable Flaw flaw;

  private ClientMessageScanner(byte[] body) {
    this.body = body;
  }

  /** Never throws: what is wrong with the bytes is {@link ClientMessage.Malformed}. */
  public static ClientMessage scan(byte[] body, ScanLimits limits) {
    int first = JsonCursor.firstByte(body, 0, body.length);
    if (first < body.length && body[first] == '[' && body.length <= limits.maxBytes()) {
      boolean otherEncoding = first + 1 < body.length && body[first + 1] == 0;
      return otherEncoding || !Utf8.valid(body, 0, body.length)
          ? new ClientMessage.Malformed(Flaw.NOT_UTF8, NO_ID)
          : new ClientMessage.Batch();
    }
    ClientMessageScanner scanner = new ClientMessageScanner(body);
    try {
      JsonCursor cursor = JsonCursor.strict(body, 0, body.length, limits);
      scanner.readEnvelope(cursor);
      cursor.finish();
      return scanner.classify();
    } catch (FlawException e) {
      return scanner.malformed(e.flaw());
    }
  }

  private void readEnvelope(JsonCursor cursor) {
    for (String key = cursor.nextKey(); key != null; key = cursor.nextKey()) {
      cursor.next();
      switch (key) {
        case "jsonrpc" -> version = cursor.token() == VALUE_STRING && cursor.text().equals("2.0");
        case "id" -> readId(cursor);
        case "method" -> readMethod(cursor);
        case "params" -> readParams(cursor);
        case "result" -> result = cursor.span();
        case "error" -> error = cursor.span();
        default -> {
          KnownKeys.ENVELOPE.refuseMisspelling(key);
          cursor.skip();
        }
      }
      cursor.skip(); // what was refused as a value of the wrong type
    }
  }

  private void readId(JsonCursor cursor) {
    if (cursor.token() != VALUE_STRING && !cursor.onInteger()) {
      note(Flaw.BAD_ID);
      return;
    }
    Span span = cursor.span();
    if (span.length() > MAX_ID_BYTES) {
      note(Flaw.BAD_ID);
      return;
    }
    id = span;
  }

  private void readMethod(JsonCursor cursor) {
    if (cursor.token() == VALUE_STRING) {
      method = cursor.text();
    } else {
      note(Flaw.BAD_METHOD);
    }
  }

  private void readParams(JsonCursor cursor) {
    if (cursor.token() == START_OBJECT) {
      ParamsReader reader = new ParamsReader();
      params = reader.read(cursor);
      Flaw inParams = reader.flaw();
      if (inParams != null) {
        note(inParams);
      }
    } else if (cursor.token() != VALUE_NULL) {
      note(Flaw.BAD_PARAMS);
    }
  }

  private void note(Flaw found) {
    if (flaw == null) {
      flaw = found;
    }
  }

  private ClientMessage classify() {
    if (!version) {
      return malformed(Flaw.NOT_JSON_RPC);
    }
    if (flaw != null) {
      return malformed(flaw);
    }
    boolean answer = result.present() || error.present();
    if (method != null) {
      if (answer) {
        return malformed(Flaw.AMBIGUOUS);
      }
      return id.present()
          ? new ClientMessage.Request(body, id, method, params)
          : new ClientMessage.Notification(body, method, params);
    }
    return answer && id.present() && result.present() != error.present()
        ? new ClientMessage.Response(body, id, result, error)
        : malformed(Flaw.NO_METHOD);
  }

  private ClientMessage malformed(Flaw found) {
    return new ClientMessage.Malformed(found, id.present() ? id.copy(body) : NO_ID);
  }
}
