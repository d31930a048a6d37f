package dev.gatehouse.gateway.stream;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.gateway.catalog.Features;
import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.news.UpstreamNews;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.MetaKey;
import dev.gatehouse.platform.event.FeatureKind;
import dev.gatehouse.platform.policy.Permissions;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A stream on which one client hears of changed lists and updated resources. What is said of one of
 * them again and again is told once between two looks.
 */
final class ListenedStream implements Told {
  final EventStream stream;
  final Listener listener;
  final HeardLists lists;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final Map<String, byte[]> again = new ConcurrentHashMap<>();
  private volatile Gateway seen;
  private volatile Permissions permissions;
  private volatile boolean begun;

  ListenedStream(EventStream stream, Listener listener, UpstreamNews news) {
    this.stream = stream;
    this.listener = listener;
    this.lists = new HeardLists(news, listener.interests(), this::changed);
    this.seen = listener.gateway();
    this.permissions = Permissions.of(listener.principal().caller(), seen.id());
  }

  /** Begins to hear; nothing is told before {@link #begin}. */
  Future<?> hear() {
    listener.watched().listen(this);
    return lists.follow(seen);
  }

  void begin() {
    begun = true;
  }

  void silence() {
    lists.close();
    listener.watched().stop(this);
  }

  /** Tells what is different from before. */
  void look(Gateway now, Permissions may) {
    tellAgain();
    if (now == seen && may.equals(permissions)) {
      return;
    }
    Interests interests = listener.interests();
    lists.follow(now);
    listener.watched().look(now, may);
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

  /** An upstream says so; it is no news to who sees nothing of that connector. */
  private void changed(String connector, String method) {
    Permissions may = permissions;
    boolean seesIt =
        method.equals(McpMethod.TOOLS_CHANGED)
            ? seen.tools().stream()
                .anyMatch(tool ->
                    tool.connector().id().equals(connector) && may.include(tool.neededScope()))
            : may.include(Features.NEEDED_SCOPE);
    if (seesIt) {
      tell(method, message(method, ""));
    }
  }

  @Override
  public void elicited(byte[] params) {
    if (begun && params.length > 0) {
      stream.send(
          new Bytes(96 + params.length)
              .add(utf8("{\"jsonrpc\":\"2.0\",\"method\":"))
              .quote(McpMethod.ELICITATION_COMPLETE)
              .add(utf8(",\"params\":"))
              .add(params)
              .add('}')
              .toArray());
    }
  }

  @Override
  public void updated(String uri) {
    Bytes param = new Bytes(uri.length() + 16).add(utf8("\"uri\":")).quote(uri);
    tell(
        McpMethod.RESOURCE_UPDATED + uri,
        message(McpMethod.RESOURCE_UPDATED, new String(param.toArray(), StandardCharsets.UTF_8)));
  }

  private void tell(String method) {
    tell(method, message(method, ""));
  }

  private void tell(String news, byte[] message) {
    if (!begun) {
      return;
    }
    if (told.add(news)) {
      stream.send(message);
    } else {
      again.put(news, message);
    }
  }

  private void tellAgain() {
    told.clear();
    again
        .keySet()
        .forEach(news -> {
          byte[] message = again.remove(news);
          if (message != null) {
            tell(news, message);
          }
        });
  }

  /**
   * @param params ready members of {@code params}, without braces; may be empty
   */
  private byte[] message(String method, String params) {
    Bytes message =
        new Bytes(160 + params.length())
            .add(utf8("{\"jsonrpc\":\"2.0\",\"method\":"))
            .quote(method);
    byte[] subscription = listener.subscription();
    if (subscription != null) {
      message
          .add(utf8(",\"params\":{"))
          .add(utf8(params.isEmpty() ? "" : params + ","))
          .add(utf8("\"_meta\":{"))
          .quote(MetaKey.SUBSCRIPTION_ID)
          .add(':')
          .add(subscription)
          .add('}')
          .add('}');
    } else if (!params.isEmpty()) {
      message.add(utf8(",\"params\":{" + params + "}"));
    }
    return message.add('}').toArray();
  }

  /** Ends it from our side; a modern client gets the result of its request. */
  void end() {
    byte[] subscription = listener.subscription();
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
