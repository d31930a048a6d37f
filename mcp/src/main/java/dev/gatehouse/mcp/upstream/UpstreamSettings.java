package dev.gatehouse.mcp.upstream;

import java.time.Duration;

/**
 * Bounds of one upstream conversation.
 *
 * @param name what we call ourselves in {@code clientInfo}
 * @param openTimeout for each request of the opening (probe, initialize)
 * @param requestTimeout default for every other request, from sending to the last byte; also of one
 *     event of a stream that stays open, for which it is a minute at most
 * @param maxReplyBytes of one reply: JSON body, or all of an event stream
 * @param maxPages of one list
 * @param maxTools definitions in one list, all pages
 * @param maxListBytes of one list, all pages
 * @param replyRoom for all replies that are read at a time
 */
public record UpstreamSettings(
    String name,
    String version,
    Duration openTimeout,
    Duration requestTimeout,
    int maxReplyBytes,
    int maxPages,
    int maxTools,
    int maxListBytes,
    ReplyRoom replyRoom) {

  /** The same without a bound of all replies together. */
  public UpstreamSettings(
      String name,
      String version,
      Duration openTimeout,
      Duration requestTimeout,
      int maxReplyBytes,
      int maxPages,
      int maxTools,
      int maxListBytes) {
    this(
        name,
        version,
        openTimeout,
        requestTimeout,
        maxReplyBytes,
        maxPages,
        maxTools,
        maxListBytes,
        ReplyRoom.unbounded());
  }

  /** 10 s to open, 60 s a request, 8 MiB a reply; 200 pages, 10,000 tools, 32 MiB a list. */
  public static UpstreamSettings defaults(String name, String version) {
    return new UpstreamSettings(
        name,
        version,
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        8 << 20,
        200,
        10_000,
        32 << 20);
  }
}
