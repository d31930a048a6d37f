package dev.gatehouse.mcp.wire;

import org.jspecify.annotations.Nullable;

/**
 * What the envelope needs of {@code params}; the rest stays bytes.
 *
 * @param all the params object
 * @param name {@code params.name}: tool or prompt
 * @param uri {@code params.uri}: resource
 * @param cursor {@code params.cursor} of the lists
 * @param protocolVersion {@code params.protocolVersion} of {@code initialize}
 * @param arguments the raw {@code params.arguments} object
 * @param inputResponses the raw answers to a former {@code input_required} (2026-07-28)
 * @param requestState the raw state that came with it
 */
public record RequestParams(
    Span all,
    @Nullable String name,
    @Nullable String uri,
    @Nullable String cursor,
    @Nullable String protocolVersion,
    Span arguments,
    Span inputResponses,
    Span requestState,
    RequestMeta meta) {

  public static final RequestParams NONE =
      new RequestParams(
          Span.NONE, null, null, null, null, Span.NONE, Span.NONE, Span.NONE, RequestMeta.NONE);
}
