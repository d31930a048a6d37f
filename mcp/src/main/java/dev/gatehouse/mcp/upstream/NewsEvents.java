package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.ScanLimits;
import dev.gatehouse.mcp.wire.SseParser;
import dev.gatehouse.mcp.wire.UpstreamMessage;
import dev.gatehouse.mcp.wire.UpstreamMessageScanner;

/** Reads an event stream that is not the answer to one request, until either side ends it. */
final class NewsEvents {
  private final EventSource.Open source;
  private final int maxEventBytes;
  private final ServerMessages heard;
  private final Runnable onEnd;
  private final ReplyRoom.Share share;
  private boolean closed;

  /**
   * @param room for what is read of all upstreams at a time
   */
  NewsEvents(
      EventSource.Open source,
      int maxEventBytes,
      ReplyRoom room,
      ServerMessages heard,
      Runnable onEnd) {
    this.source = source;
    this.share = new ReplyRoom.Share(room);
    this.maxEventBytes = maxEventBytes;
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
          if (!closed && !(good && share.hold(events.held()))) {
            lose(); // an event without an end, or more than there is room for
          }
        });
    source.response().resume();
  }

  private void onEvent(byte[] data) {
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
    share.hold(0);
    source.request().reset();
  }
}
