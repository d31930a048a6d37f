package dev.gatehouse.mcp.upstream;

import io.vertx.core.Future;
import java.util.Set;

/** Open at an upstream until it is closed or {@link NewsListener#onEnd}. One event loop. */
public interface NewsStream {
  /**
   * Wants other news than before; never fails.
   *
   * @return the resources of which updates are to be expected; the upstream may refuse some
   */
  Future<UpstreamResult<Set<String>>> want(News news);

  /** Wants no more; {@link NewsListener} hears nothing after this. */
  void close();
}
