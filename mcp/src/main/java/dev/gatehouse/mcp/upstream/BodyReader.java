package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.Bytes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects a body up to a bound. One chunk, the usual case, is copied once. */
final class BodyReader {
  private final int limit;
  private final Consumer<byte[]> onBody;
  private final Runnable onTooLarge;
  private byte @Nullable [] first;
  private @Nullable Bytes more;
  private int length;

  BodyReader(int limit, Consumer<byte[]> onBody, Runnable onTooLarge) {
    this.limit = limit;
    this.onBody = onBody;
    this.onTooLarge = onTooLarge;
  }

  void read(HttpClientResponse response) {
    response.handler(this::onChunk);
    response.endHandler(_ -> onEnd());
  }

  private void onChunk(Buffer chunk) {
    length += chunk.length();
    if (length > limit) {
      first = null;
      more = null;
      onTooLarge.run();
      return;
    }
    byte[] bytes = chunk.getBytes();
    if (first == null) {
      first = bytes;
      return;
    }
    if (more == null) {
      more = new Bytes(Math.min(limit, 2 * length)).add(first);
    }
    more.add(bytes);
  }

  private void onEnd() {
    if (length <= limit) {
      onBody.accept(more != null ? more.toArray() : first != null ? first : new byte[0]);
    }
  }
}
