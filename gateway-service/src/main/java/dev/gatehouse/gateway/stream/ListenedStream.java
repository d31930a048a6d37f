package dev.gatehouse.gateway.stream;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.policy.Permissions;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.MetaKey;
import dev.gatehouse.platform.event.FeatureKind;
import org.jspecify.annotations.Nullable;

/**
 * A stream on which one client hears of changed lists. Touched by the thread that looks for changes
 * alone, but for its end.
 */
final class ListenedStream {
  final EventStream stream;
  final String path;
  final @Nullable String authorization;
  final String principal;
  private final Interests interests;
  private final byte @Nullable [] subscription;
  private Gateway seen;
  private Permissions permissions;

  /**
   * @param path {@code org-slug/gateway-slug}
   * @param authorization credential that the stream was opened with; it must go on to hold
   * @param subscription raw id of the request that opened a modern stream; null for a legacy one
   */
  @SuppressWarnings("TooManyParameters")
  ListenedStream(
      EventStream stream,
      String path,
      @Nullable String authorization,
      String principal,
      Interests interests,
      byte @Nullable [] subscription,
      Gateway seen,
      Permissions permissions) {
    this.stream = stream;
    this.path = path;
    this.authorization = authorization;
    this.principal = principal;
    this.interests = interests;
    this.subscription = subscription;
    this.seen = seen;
    this.permissions = permissions;
  }

  /** Tells what is different from before. */
  void look(Gateway now, Permissions may) {
    if (now == seen && may.equals(permissions)) {
      return;
    }
    if (interests.tools() && !now.listing(may).sameAs(seen.listing(permissions))) {
      tell(McpMethod.TOOLS_CHANGED);
    }
    if (interests.resources()
        && (changed(FeatureKind.RESOURCE, now, may)
            || changed(FeatureKind.RESOURCE_TEMPLATE, now, may))) {
      tell(McpMethod.RESOURCES_CHANGED);
    }
    if (interests.prompts() && changed(FeatureKind.PROMPT, now, may)) {
      tell(McpMethod.PROMPTS_CHANGED);
    }
    seen = now;
    permissions = may;
  }

  Permissions permissions() {
    return permissions;
  }

  private boolean changed(FeatureKind kind, Gateway now, Permissions may) {
    return !now.features().listing(kind, may).sameAs(seen.features().listing(kind, permissions));
  }

  private void tell(String method) {
    Bytes message = new Bytes(160).add(utf8("{\"jsonrpc\":\"2.0\",\"method\":")).quote(method);
    if (subscription != null) {
      message
          .add(utf8(",\"params\":{\"_meta\":{"))
          .quote(MetaKey.SUBSCRIPTION_ID)
          .add(':')
          .add(subscription)
          .add('}')
          .add('}');
    }
    stream.send(message.add('}').toArray());
  }

  /** Ends it from our side; a modern client gets the result of its request. */
  void end() {
    if (subscription != null) {
      stream.send(
          new Bytes(160)
              .add(utf8("{\"jsonrpc\":\"2.0\",\"id\":"))
              .add(subscription)
              .add(utf8(",\"result\":{\"resultType\":\"complete\",\"_meta\":{"))
              .quote(MetaKey.SUBSCRIPTION_ID)
              .add(':')
              .add(subscription)
              .add(utf8("}}}"))
              .toArray());
    }
    stream.end();
  }
}
