package dev.gatehouse.mcp.upstream;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.net.URI;

/** To a process that ends with the session, in either era. */
record StdioTransport(Connection connection) implements Transport {
  @Override
  public URI uri() {
    return connection.uri();
  }

  @Override
  public boolean heldOpen() {
    return true;
  }

  @Override
  public Future<Answer> post(Post post, ServerMessages serverMessages) {
    return connection.post(post, serverMessages);
  }

  @Override
  public Future<UpstreamResult<Runnable>> listen(
      HttpMethod method, Post post, ServerMessages heard, Runnable onEnd) {
    return connection.listen(method, post, heard, onEnd);
  }

  @Override
  public Future<Void> delete(Post post) {
    return connection.delete(post);
  }
}
