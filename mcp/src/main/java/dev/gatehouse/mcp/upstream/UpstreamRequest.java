package dev.gatehouse.mcp.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request other than a tool call: {@code resources/read}, {@code prompts/get} and the like.
 *
 * @param name mirrored as {@code Mcp-Name} to a modern upstream; null for a method without
 * @param params ready members of {@code params} but {@code _meta}, without braces; may be empty
 * @param traceParent W3C trace context of our client span
 * @param repeatable whether it may be sent a second time when the connection breaks
 */
@SuppressWarnings("ArrayRecordComponent") // ready bytes, never compared
public record UpstreamRequest(
    String method,
    @Nullable String name,
    byte[] params,
    @Nullable String traceParent,
    Duration timeout,
    boolean repeatable,
    RequestContext context) {

  /** The same with another context. */
  public UpstreamRequest within(RequestContext other) {
    return new UpstreamRequest(method, name, params, traceParent, timeout, repeatable, other);
  }
}
