package dev.gatehouse.gateway.dispatch;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.gateway.catalog.Features;
import dev.gatehouse.gateway.catalog.GatewayFeature;
import dev.gatehouse.gateway.catalog.ResourceRoute;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.ClientMessage;
import dev.gatehouse.mcp.wire.JsonMembers;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.Span;
import dev.gatehouse.platform.event.FeatureKind;
import org.jspecify.annotations.Nullable;

/**
 * What a request for a resource, prompt or completion is about.
 *
 * @param kind of the audit record's target
 * @param action of the audit record
 * @param name as the client wrote it
 * @param feature null if there is none of that name
 * @param mirrored value of {@code Mcp-Name} towards the upstream; null for a method without
 * @param params ready members of {@code params} for the upstream
 */
@SuppressWarnings("ArrayRecordComponent") // ready bytes, never compared
record FeatureRequest(
    String kind,
    String action,
    String name,
    @Nullable GatewayFeature feature,
    @Nullable String mirrored,
    byte[] params) {

  /** Null if the params do not say what is asked for. */
  static @Nullable FeatureRequest of(ClientMessage.Request request, Features features) {
    return switch (request.method()) {
      case McpMethod.RESOURCES_READ -> read(request, features);
      case McpMethod.PROMPTS_GET -> get(request, features);
      case McpMethod.COMPLETE -> complete(request, features);
      default -> null;
    };
  }

  private static @Nullable FeatureRequest read(ClientMessage.Request request, Features features) {
    String uri = request.params().uri();
    if (uri == null) {
      return null;
    }
    ResourceRoute route = features.resource(uri);
    String upstreamUri = route == null ? uri : route.upstreamUri();
    return new FeatureRequest(
        "resource",
        "resource.read",
        uri,
        route == null ? null : route.feature(),
        upstreamUri,
        new Bytes(16 + upstreamUri.length()).add(utf8("\"uri\":")).quote(upstreamUri).toArray());
  }

  private static @Nullable FeatureRequest get(ClientMessage.Request request, Features features) {
    String name = request.params().name();
    if (name == null) {
      return null;
    }
    GatewayFeature prompt = features.find(FeatureKind.PROMPT, name);
    String upstreamName = prompt == null ? name : prompt.upstreamName();
    Bytes params = new Bytes(128).add(utf8("\"name\":")).quote(upstreamName);
    if (request.params().arguments().present()) {
      params.add(utf8(",\"arguments\":")).add(request.body(), request.params().arguments());
    }
    return new FeatureRequest("prompt", "prompt.get", name, prompt, upstreamName, params.toArray());
  }

  private static @Nullable FeatureRequest complete(
      ClientMessage.Request request, Features features) {
    byte[] body = request.body();
    Span all = request.params().all();
    Span ref = JsonMembers.find(body, all, "ref");
    Span argument = JsonMembers.find(body, all, "argument");
    Span context = JsonMembers.find(body, all, "context");
    String type = JsonMembers.text(body, ref, "type").orElse("");
    boolean prompt = type.equals("ref/prompt");
    String name = JsonMembers.text(body, ref, prompt ? "name" : "uri").orElse(null);
    if (name == null || !argument.present() || !(prompt || type.equals("ref/resource"))) {
      return null;
    }
    GatewayFeature feature =
        features.find(prompt ? FeatureKind.PROMPT : FeatureKind.RESOURCE_TEMPLATE, name);
    Bytes params =
        new Bytes(160)
            .add(utf8("\"ref\":{\"type\":"))
            .quote(type)
            .add(utf8(prompt ? ",\"name\":" : ",\"uri\":"))
            .quote(feature == null ? name : feature.upstreamName())
            .add(utf8("},\"argument\":"))
            .add(body, argument);
    if (context.present()) {
      params.add(utf8(",\"context\":")).add(body, context);
    }
    return new FeatureRequest(
        prompt ? "prompt" : "resource-template",
        "completion.complete",
        name,
        feature,
        null,
        params.toArray());
  }

  /** The params with what a modern client brings along for another try. */
  byte[] params(byte[] more) {
    return more.length == 0
        ? params
        : new Bytes(params.length + more.length + 1).add(params).add(',').add(more).toArray();
  }
}
