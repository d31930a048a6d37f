package dev.gatehouse.gateway.observe;

import dev.gatehouse.mcp.wire.McpMethod;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Spans by the OpenTelemetry conventions for MCP. Arguments and results are never in them. */
@Singleton
public final class McpSpans {
  private static final Pattern TRACE_PARENT =
      Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private static final int MAX_TARGET = 128;

  private final Tracer tracer;

  McpSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /**
   * A request that a client makes.
   *
   * @param traceParent W3C trace context of the request's {@code _meta} or HTTP headers; null, or
   *     nonsense, for none
   */
  public Span serve(String method, @Nullable String target, @Nullable String traceParent) {
    return describe(start(name(method, target), traceParent), method, target);
  }

  /** A request that is none of MCP, with the same kind of parent. */
  Span serve(String name, @Nullable String traceParent) {
    return start(name, traceParent);
  }

  private Span start(String name, @Nullable String traceParent) {
    SpanContext remote = traceParent == null ? SpanContext.getInvalid() : parse(traceParent);
    Context parent = remote.isValid() ? Context.root().with(Span.wrap(remote)) : Context.root();
    return tracer.spanBuilder(name).setSpanKind(SpanKind.SERVER).setParent(parent).startSpan();
  }

  /**
   * Adds what only a span that somebody looks at needs.
   *
   * @param version the revision; null if the client did not say
   * @param session id of a legacy session; null for none
   */
  public static void describe(
      Span span,
      String requestId,
      @Nullable String version,
      @Nullable String session,
      String clientAddress) {
    span.setAttribute("jsonrpc.request.id", requestId);
    span.setAttribute("client.address", clientAddress);
    if (version != null) {
      span.setAttribute("mcp.protocol.version", version);
    }
    if (session != null) {
      span.setAttribute("mcp.session.id", session);
    }
  }

  /**
   * A request that we make of an upstream, as a child; the parent itself where nobody looks.
   *
   * @param server the upstream's URL
   */
  public Span call(Span parent, String method, @Nullable String target, @Nullable URI server) {
    if (!parent.isRecording()) {
      return parent;
    }
    Span span =
        tracer
            .spanBuilder(name(method, target))
            .setSpanKind(SpanKind.CLIENT)
            .setParent(Context.root().with(parent))
            .startSpan();
    if (server != null && server.getHost() != null) {
      span.setAttribute("server.address", server.getHost());
      span.setAttribute("server.port", (long) port(server));
    }
    return describe(span, method, target);
  }

  private static int port(URI server) {
    return server.getPort() >= 0
        ? server.getPort()
        : "https".equalsIgnoreCase(server.getScheme()) ? 443 : 80;
  }

  /**
   * @param error {@code error.type}; null for none
   */
  public static void end(Span span, @Nullable String error) {
    if (error != null && span.isRecording()) {
      span.setAttribute("error.type", error);
      if (error.startsWith("-")) {
        span.setAttribute("rpc.response.status_code", error);
      }
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  /** The W3C trace context to send on; null if there is none. */
  public static @Nullable String traceParent(Span span) {
    SpanContext context = span.getSpanContext();
    return context.isValid()
        ? "00-"
            + context.getTraceId()
            + "-"
            + context.getSpanId()
            + "-"
            + context.getTraceFlags().asHex()
        : null;
  }

  private static Span describe(Span span, String method, @Nullable String target) {
    if (span.isRecording()) {
      span.setAttribute("mcp.method.name", method);
      span.setAttribute("network.transport", "tcp");
      span.setAttribute("network.protocol.name", "http");
      if (target != null && method.equals(McpMethod.TOOLS_CALL)) {
        span.setAttribute("gen_ai.tool.name", bounded(target));
        span.setAttribute("gen_ai.operation.name", "execute_tool");
      } else if (target != null) {
        span.setAttribute("gen_ai.prompt.name", bounded(target));
      }
    }
    return span;
  }

  private static String name(String method, @Nullable String target) {
    return target == null ? method : method + " " + bounded(target);
  }

  /** A client may name anything, at any length. */
  private static String bounded(String target) {
    return target.length() <= MAX_TARGET ? target : target.substring(0, MAX_TARGET);
  }

  private static SpanContext parse(String traceParent) {
    if (!TRACE_PARENT.matcher(traceParent).matches()) {
      return SpanContext.getInvalid();
    }
    return SpanContext.createFromRemoteParent(
        traceParent.substring(3, 35),
        traceParent.substring(36, 52),
        TraceFlags.fromHex(traceParent, 53),
        TraceState.getDefault());
  }
}
