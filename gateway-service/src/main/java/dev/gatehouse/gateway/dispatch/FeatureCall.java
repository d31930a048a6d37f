package dev.gatehouse.gateway.dispatch;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.gateway.audit.CallRecord;
import dev.gatehouse.gateway.audit.Content;
import dev.gatehouse.gateway.catalog.Features;
import dev.gatehouse.gateway.catalog.GatewayFeature;
import dev.gatehouse.gateway.observe.McpMetrics;
import dev.gatehouse.gateway.observe.McpSpans;
import dev.gatehouse.gateway.upstream.OnBehalfOf;
import dev.gatehouse.gateway.upstream.UpstreamConfig;
import dev.gatehouse.mcp.upstream.RequestContext;
import dev.gatehouse.mcp.upstream.UpstreamRequest;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.ErrorWriter;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import dev.gatehouse.platform.policy.Decision;
import dev.gatehouse.platform.policy.ToolPolicy;
import io.opentelemetry.api.trace.Span;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code resources/read}, {@code prompts/get} and {@code completion/complete}: judged, made,
 * recorded, answered, as a tool call is.
 */
@Singleton
final class FeatureCall {
  private final Recording recording;
  private final Retry retry;
  private final CallReplies replies;
  private final Clients clients;
  private final InputRounds rounds;
  private final McpSpans spans;
  private final McpMetrics metrics;
  private final Duration maxTimeout;

  FeatureCall(
      Recording recording,
      Retry retry,
      CallReplies replies,
      Clients clients,
      InputRounds rounds,
      McpSpans spans,
      McpMetrics metrics,
      UpstreamConfig config) {
    this.recording = recording;
    this.retry = retry;
    this.replies = replies;
    this.clients = clients;
    this.rounds = rounds;
    this.spans = spans;
    this.metrics = metrics;
    this.maxTimeout = config.maxCallTimeout();
  }

  void serve(Exchange exchange, Era era) {
    Conversation conversation = exchange.conversation();
    FeatureRequest asked = FeatureRequest.of(exchange.request(), conversation.gateway().features());
    if (asked == null) {
      exchange.error(200, ErrorCode.INVALID_PARAMS, "params do not say what is asked for");
      return;
    }
    if (!recording.ready(exchange, true)) {
      return;
    }
    GatewayFeature feature = asked.feature();
    String gateway = conversation.gateway().id();
    Decision decision =
        ToolPolicy.decide(
            conversation.principal().caller(),
            gateway,
            feature == null ? null : Features.NEEDED_SCOPE);
    byte[] target =
        feature == null
            ? CallRecord.unknownTarget(asked.kind(), gateway, asked.name())
            : feature.auditTarget();
    CallRecord record =
        recording.begin(
            exchange,
            asked.action(),
            target,
            decision,
            recording.capture(exchange, null),
            Content.of(exchange.request().body(), exchange.request().params().all()));
    if (feature == null || !(decision instanceof Decision.Allowed)) {
      recording.deny(exchange, record, decision, unknown(exchange, era, asked));
      return;
    }
    Optional<byte[]> more = retry.members(exchange, era);
    if (more.isEmpty()) {
      recording.refuse(exchange, record, "request-state", retry.refusal(exchange));
      return;
    }
    make(exchange, era, asked, feature, more.get(), record);
  }

  private void make(
      Exchange exchange,
      Era era,
      FeatureRequest asked,
      GatewayFeature feature,
      byte[] more,
      CallRecord record) {
    String method = exchange.request().method();
    Span span =
        spans.call(
            exchange.span(),
            method,
            method.equals(McpMethod.PROMPTS_GET) ? feature.upstreamName() : null,
            feature.endpoint());
    RequestContext context = clients.relay(exchange, era, feature).context();
    OnBehalfOf whose = clients.whose(exchange);
    Duration wanted = Duration.ofMillis(feature.connector().timeoutMillis());
    Duration timeout =
        wanted.isPositive() && wanted.compareTo(maxTimeout) < 0 ? wanted : maxTimeout;
    long started = System.nanoTime();
    rounds
        .run(
            exchange,
            era,
            more,
            members ->
                exchange
                    .conversation()
                    .lane()
                    .upstreams()
                    .request(
                        feature,
                        whose,
                        new UpstreamRequest(
                            method,
                            asked.mirrored(),
                            asked.params(members),
                            exchange.traceParent(span),
                            timeout,
                            true,
                            context)))
        .map(outcome -> {
          Reply reply = replies.of(exchange, era, outcome);
          metrics.called(method, reply.error(), System.nanoTime() - started);
          if (span != exchange.span()) {
            McpSpans.end(span, reply.error());
          }
          recording.conclude(exchange, record, outcome, reply);
          return outcome;
        })
        .onFailure(exchange::failed);
  }

  /** Hidden means absent: the same answer for what there is not and what may not be seen. */
  private static Reply unknown(Exchange exchange, Era era, FeatureRequest asked) {
    if (!exchange.request().method().equals(McpMethod.RESOURCES_READ)) {
      return Reply.error(200, exchange.id(), ErrorCode.INVALID_PARAMS, "Unknown " + asked.kind());
    }
    return resourceNotFound(exchange, era, asked.name());
  }

  static Reply resourceNotFound(Exchange exchange, Era era, String uri) {
    int code = era == Era.MODERN ? ErrorCode.INVALID_PARAMS : ErrorCode.LEGACY_RESOURCE_NOT_FOUND;
    byte[] data = new Bytes(16 + uri.length()).add(utf8("{\"uri\":")).quote(uri).add('}').toArray();
    return Reply.error(
        200, code, ErrorWriter.error(exchange.id(), code, "Resource not found", data));
  }
}
