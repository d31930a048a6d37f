package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.ScanLimits;
import dev.gatehouse.mcp.wire.SseParser;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import dev.gatehouse.mcp.wire.UpstreamMessageScanner;
import io.vertx.core.Vertx;

/** Reads an event stream that is not the answer to one request, until either side ends it. */
final class NewsEvents {
  /** News are short; a stream of them is read for as long as it lives. */
  private static final int MAX_EVENT_BYTES = 256 << 10;

  private final EventSource.Open source;
  private final int maxEventBytes;
  private final ServerMessages heard;
  private final Runnable onEnd;
  private final ReplyRoom.Share share;
  private final EventDeadline deadline;
  private boolean closed;

  /**
   * @param settings of which the bounds of a reply bound an event too
   */
  NewsEvents(
      Vertx vertx,
      EventSource.Open source,
      UpstreamSettings settings,
      ServerMessages heard,
      Runnable onEnd) {
    this.source = source;
    this.share = new ReplyRoom.Share(settings.replyRoom());
    this.deadline = new EventDeadline(vertx, settings.requestTimeout(), this::lose);
    this.maxEventBytes = Math.min(settings.maxReplyBytes(), MAX_EVENT_BYTES);
    this.heard = heard;
    this.onEnd = onEnd;
    SseParser events = new SseParser(maxEventBytes, this::onEvent);
    source.response().exceptionHandler(_ -> lose());
    source.response().endHandler(_ -> lose());
    source
        .response()
        .handler(chunk -> {
          if (closed) {
            return;
          }
          boolean good = events.feed(chunk.getBytes());
          if (closed) {
            return;
          }
          deadline.holds(events.held());
          if (!(good && share.hold(events.held()))) {
            lose(); // an event that is too long, or more than there is room for
          }
        });
    source.response().resume();
  }

  private void onEvent(byte[] data) {
    deadline.stop();
    if (closed || data.length == 0) {
      return;
    }
    switch (UpstreamMessageScanner.scan(data, ScanLimits.REPLY.withMaxBytes(maxEventBytes))) {
      case UpstreamMessage.ServerRequest request -> heard.onRequest(data, request);
      case UpstreamMessage.ServerNotification told -> heard.onNotification(data, told);
      case UpstreamMessage.Result _, UpstreamMessage.Failure _ -> lose(); // the upstream ends it
      case UpstreamMessage.Malformed _ -> {} // says nothing that could be passed on
    }
  }

  private void lose() {
    if (!closed) {
      close();
      onEnd.run();
    }
  }

  void close() {
    closed = true;
    deadline.stop();
    share.hold(0);
    source.request().reset();
  }
}
