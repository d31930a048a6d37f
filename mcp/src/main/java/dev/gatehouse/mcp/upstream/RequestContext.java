package dev.gatehouse.mcp.upstream;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one request says of the client behind it, and who hears what the upstream says meanwhile.
 *
 * @param capabilities raw {@code ClientCapabilities}, declared to a modern upstream; a legacy one
 *     was told at the opening of its session
 * @param wantsProgress whether a progress token is sent: the raw id of our own request, which is
 *     unique where the clients' tokens are not
 * @param logLevel least level of log messages, for a modern upstream; null for none
 * @param setsLogLevel whether a legacy upstream's session is set to that level too
 * @param headers of the client's own that are passed on; none unless the connector lists them
 */
@SuppressWarnings("ArrayRecordComponent") // ready bytes, never compared
public record RequestContext(
    byte[] capabilities,
    boolean wantsProgress,
    @Nullable String logLevel,
    boolean setsLogLevel,
    Map<String, String> headers,
    RequestListener listener) {
  /** Raw capabilities of a client that has none. */
  public static final byte[] NO_CAPABILITIES = utf8("{}");

  public static final RequestContext NONE =
      new RequestContext(NO_CAPABILITIES, false, null, RequestListener.NONE);

  /** Leaves the level of a legacy upstream's session as it is, and passes on no headers. */
  public RequestContext(
      byte[] capabilities,
      boolean wantsProgress,
      @Nullable String logLevel,
      RequestListener listener) {
    this(capabilities, wantsProgress, logLevel, false, Map.of(), listener);
  }

  /** The same with somebody else who hears. */
  public RequestContext heardBy(RequestListener other) {
    return new RequestContext(capabilities, wantsProgress, logLevel, setsLogLevel, headers, other);
  }

  /** Whether the client behind it may be asked something. */
  boolean takesQuestions() {
    return capabilities.length > NO_CAPABILITIES.length;
  }

  /** What a legacy upstream's session is to be set to; null for nothing. */
  @Nullable String levelToSet() {
    return setsLogLevel ? logLevel : null;
  }
}
