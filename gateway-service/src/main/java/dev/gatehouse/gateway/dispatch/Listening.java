package dev.gatehouse.gateway.dispatch;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.news.UpstreamNews;
import dev.gatehouse.gateway.stream.EventStream;
import dev.gatehouse.gateway.stream.Interests;
import dev.gatehouse.gateway.stream.ListenedStreams;
import dev.gatehouse.gateway.stream.Listener;
import dev.gatehouse.gateway.stream.WatchedCounts;
import dev.gatehouse.gateway.stream.WatchedResources;
import dev.gatehouse.mcp.wire.Bytes;
import dev.gatehouse.mcp.wire.ClientMessage;
import dev.gatehouse.mcp.wire.ErrorCode;
import dev.gatehouse.mcp.wire.JsonMembers;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.MetaKey;
import dev.gatehouse.mcp.wire.Span;
import dev.gatehouse.platform.json.Json;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * {@code subscriptions/listen} (2026-07-28): a stream that is acknowledged first and tagged with
 * the id of its request. The acknowledgement leaves out what will not be told.
 */
@Singleton
final class Listening {
  private final ListenedStreams streams;
  private final Subscribing subscribing;
  private final Recording recording;
  private final UpstreamNews news;
  private final WatchedCounts counts;

  Listening(
      ListenedStreams streams,
      Subscribing subscribing,
      Recording recording,
      UpstreamNews news,
      WatchedCounts counts) {
    this.recording = recording;
    this.counts = counts;
    this.streams = streams;
    this.subscribing = subscribing;
    this.news = news;
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
    List<String> uris = resources(request.body(), wanted, conversation.gateway());
    if (!uris.isEmpty() && !recording.ready(exchange, true)) {
      return;
    }
    EventStream stream = conversation.stream();
    if (stream == null) {
      exchange.error(406, ErrorCode.INVALID_REQUEST, "Accept must include text/event-stream");
      return;
    }
    Interests interests =
        interests(request.body(), wanted).within(conversation.gateway().capabilities());
    WatchedResources watched = new WatchedResources(news, counts);
    streams.add(
        stream,
        new Listener(
            conversation.gateway(),
            conversation.principal(),
            conversation.authorization(),
            false,
            interests,
            exchange.id(),
            watched),
        () ->
            watch(exchange, watched, uris)
                .map(told -> acknowledgement(exchange.id(), interests, told)),
        () -> {
          watched.end();
          exchange.ended(null);
        });
  }

  /** Those of which updates will be told. */
  private Future<List<String>> watch(
      Exchange exchange, WatchedResources watched, List<String> uris) {
    List<Future<Boolean>> asked =
        uris.stream().map(uri -> subscribing.watch(exchange, watched, uri)).toList();
    return Future.join(asked)
        .map(ignored ->
            IntStream.range(0, uris.size())
                .filter(i -> asked.get(i).result())
                .mapToObj(uris::get)
                .toList());
  }

  private static List<String> resources(byte[] body, Span wanted, Gateway gateway) {
    Span uris = JsonMembers.find(body, wanted, "resourceSubscriptions");
    if (!uris.present() || !gateway.capabilities().resourceSubscriptions()) {
      return List.of();
    }
    try {
      JsonNode array = Json.mapper().readTree(body, uris.start(), uris.length());
      return StreamSupport.stream(array.spliterator(), false)
          .filter(JsonNode::isTextual)
          .map(JsonNode::textValue)
          .distinct()
          .limit(WatchedResources.MAX_WATCHED)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Interests interests(byte[] body, Span wanted) {
    return new Interests(
        JsonMembers.isTrue(body, wanted, "toolsListChanged"),
        JsonMembers.isTrue(body, wanted, "resourcesListChanged"),
        JsonMembers.isTrue(body, wanted, "promptsListChanged"));
  }

  private static byte[] acknowledgement(byte[] id, Interests interests, List<String> told) {
    Bytes out =
        new Bytes(256)
            .add(utf8("{\"jsonrpc\":\"2.0\",\"method\":"))
            .quote(McpMethod.SUBSCRIPTIONS_ACKNOWLEDGED)
            .add(utf8(",\"params\":{\"notifications\":{"));
    int empty = out.length();
    add(out, empty, interests.tools(), "\"toolsListChanged\":true");
    add(out, empty, interests.resources(), "\"resourcesListChanged\":true");
    add(out, empty, interests.prompts(), "\"promptsListChanged\":true");
    if (!told.isEmpty()) {
      add(out, empty, true, "\"resourceSubscriptions\":[");
      for (int i = 0; i < told.size(); i++) {
        (i > 0 ? out.add(',') : out).quote(told.get(i));
      }
      out.add(']');
    }
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
