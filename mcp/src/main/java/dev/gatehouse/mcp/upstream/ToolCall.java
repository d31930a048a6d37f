package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.Span;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of an upstream's tool. Spans point into {@code body}: the bytes that were judged are the
 * bytes that are sent.
 *
 * @param name the upstream's own name of the tool
 * @param arguments the raw arguments object; {@link Span#NONE} sends none
 * @param meta raw {@code "key":value} entries of the client's {@code _meta} that are passed on
 * @param mirrored arguments to repeat as headers for a modern upstream
 * @param traceParent W3C trace context of our client span
 * @param idempotent whether the call may be sent a second time when the connection breaks
 * @param more further ready members of {@code params}, such as {@code inputResponses}, without
 *     braces; empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy would defeat the purpose
public record ToolCall(
    String name,
    byte[] body,
    Span arguments,
    List<Span> meta,
    HeaderParameters mirrored,
    @Nullable String traceParent,
    Duration timeout,
    boolean idempotent,
    byte[] more,
    RequestContext context) {

  /** No further members. */
  public static final byte[] NOTHING = {};

  /** The same with another context. */
  public ToolCall within(RequestContext other) {
    return new ToolCall(
        name, body, arguments, meta, mirrored, traceParent, timeout, idempotent, more, other);
  }

  /** A call with the given arguments document and nothing else. */
  public static ToolCall of(String name, byte[] arguments, Duration timeout) {
    return new ToolCall(
        name,
        arguments,
        new Span(0, arguments.length),
        List.of(),
        HeaderParameters.NONE,
        null,
        timeout,
        false,
        NOTHING,
        RequestContext.NONE);
  }
}
