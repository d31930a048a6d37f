package dev.gatehouse.launcher.stdio;

import dev.gatehouse.mcp.wire.SseEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;

/** A request that the program has not answered yet; its response becomes a stream if it must. */
final class Waiting {
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

  private final HttpServerResponse response;
  private boolean streaming;

  Waiting(HttpServerResponse response) {
    this.response = response;
  }

  void event(byte[] message) {
    if (response.closed() || response.ended()) {
      return;
    }
    if (!streaming) {
      streaming = true;
      response.setChunked(true).putHeader("Content-Type", SseEvent.CONTENT_TYPE);
    }
    response.write(frame(message));
  }

  void answer(byte[] message) {
    if (response.closed() || response.ended()) {
      return;
    }
    if (streaming) {
      response.end(frame(message));
    } else {
      response.putHeader("Content-Type", "application/json").end(Buffer.buffer(message));
    }
  }

  /** No answer will come: the other side sees that the connection has broken. */
  void breakOff() {
    if (!response.ended()) {
      response.reset();
    }
  }

  private static Buffer frame(byte[] message) {
    return Buffer.buffer(message.length + 8)
        .appendBytes(DATA)
        .appendBytes(message)
        .appendBytes(END);
  }
}
