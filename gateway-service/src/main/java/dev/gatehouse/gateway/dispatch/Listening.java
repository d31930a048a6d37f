package dev.gatehouse.gateway.dispatch;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.gateway.stream.EventStream;
import dev.gatehouse.gateway.stream.Interests;
import dev.gatehouse.gateway.stream.ListenedStreams;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.ClientMessage;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.JsonMembers;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.MetaKey;
import dev.gatehouse.mcp.wire.Span;
import jakarta.inject.Singleton;

/**
 * {@code subscriptions/listen} (2026-07-28): a stream that is acknowledged first and tagged with
 * the id of its request. Updates of single resources are not offered; the acknowledgement leaves
 * them out.
 */
@Singleton
final class Listening {
  private final ListenedStreams streams;

  Listening(ListenedStreams streams) {
    this.streams = streams;
  }

  void serve(Exchange exchange) {
    ClientMessage.Request request = exchange.request();
    Conversation conversation = exchange.conversation();
    Span wanted = JsonMembers.find(request.body(), request.params().all(), "notifications");
    if (!wanted.present()) {
      exchange.error(400, ErrorCode.INVALID_PARAMS, "params lack notifications");
      return;
    }
    if (!streams.room(conversation.principal())) {
      exchange.error(429, 429, "Too many open streams");
      return;
    }
    EventStream stream = conversation.stream();
    if (stream == null) {
      exchange.error(406, ErrorCode.INVALID_REQUEST, "Accept must include text/event-stream");
      return;
    }
    Interests interests =
        interests(request.body(), wanted).within(conversation.gateway().capabilities());
    stream.send(acknowledgement(exchange.id(), interests));
    streams.add(
        stream,
        conversation.gateway(),
        conversation.principal(),
        conversation.authorization(),
        interests,
        exchange.id(),
        () -> exchange.ended(null));
  }

  private static Interests interests(byte[] body, Span wanted) {
    return new Interests(
        JsonMembers.isTrue(body, wanted, "toolsListChanged"),
        JsonMembers.isTrue(body, wanted, "resourcesListChanged"),
        JsonMembers.isTrue(body, wanted, "promptsListChanged"));
  }

  private static byte[] acknowledgement(byte[] id, Interests interests) {
    Bytes out =
        new Bytes(256)
            .add(utf8("{\"jsonrpc\":\"2.0\",\"method\":"))
            .quote(McpMethod.SUBSCRIPTIONS_ACKNOWLEDGED)
            .add(utf8(",\"params\":{\"notifications\":{"));
    int empty = out.length();
    add(out, empty, interests.tools(), "\"toolsListChanged\":true");
    add(out, empty, interests.resources(), "\"resourcesListChanged\":true");
    add(out, empty, interests.prompts(), "\"promptsListChanged\":true");
    return out.add(utf8("},\"_meta\":{"))
        .quote(MetaKey.SUBSCRIPTION_ID)
        .add(':')
        .add(id)
        .add(utf8("}}}"))
        .toArray();
  }

  private static void add(Bytes out, int empty, boolean given, String member) {
    if (given) {
      if (out.length() > empty) {
        out.add(',');
      }
      out.add(utf8(member));
    }
  }
}
