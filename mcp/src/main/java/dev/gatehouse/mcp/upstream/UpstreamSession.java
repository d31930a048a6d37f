package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.ProtocolVersion;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * One principal's conversation with one upstream: opened by the first request, opened again when
 * the upstream has forgotten it. Not thread-safe: belongs to the event loop of its {@code
 * HttpClient}. Futures never fail; what went wrong is in the result.
 */
public interface UpstreamSession {

  /** What the upstream says of itself; opens the conversation if need be. */
  Future<UpstreamResult<ServerSummary>> describe();

  /** All pages of a list. */
  default Future<UpstreamResult<DefinitionList>> list(ListedKind kind) {
    return list(kind, RequestListener.NONE);
  }

  /**
   * All pages of a list.
   *
   * @param listener told of the request for each page; whoever cancels one gets the pages before
   */
  Future<UpstreamResult<DefinitionList>> list(ListedKind kind, RequestListener listener);

  Future<UpstreamResult<ToolReply>> callTool(ToolCall call);

  /** Any other request that a client makes of the upstream. */
  Future<UpstreamResult<ToolReply>> request(UpstreamRequest request);

  /**
   * Hears of changes outside any request, by whatever the upstream's era has for it. Nothing is
   * asked for before {@link NewsStream#want}.
   */
  Future<UpstreamResult<NewsStream>> listen(NewsListener listener);

  /** The revision agreed on; empty before the first reply. */
  Optional<ProtocolVersion> version();

  /** Ends a legacy session at the upstream (HTTP DELETE); best effort, never fails. */
  Future<Void> close();
}
