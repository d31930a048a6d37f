package dev.gatehouse.mcp.wire;

/** Keys of {@code _meta} that the protocol reserves (2026-07-28, basic). */
public final class MetaKey {
  public static final String RESERVED_PREFIX = "io.modelcontextprotocol/";
  public static final String PROTOCOL_VERSION = RESERVED_PREFIX + "protocolVersion";
  public static final String CLIENT_CAPABILITIES = RESERVED_PREFIX + "clientCapabilities";
  public static final String CLIENT_INFO = RESERVED_PREFIX + "clientInfo";
  public static final String SERVER_INFO = RESERVED_PREFIX + "serverInfo";
  public static final String LOG_LEVEL = RESERVED_PREFIX + "logLevel";
  public static final String SUBSCRIPTION_ID = RESERVED_PREFIX + "subscriptionId";
  public static final String PROGRESS_TOKEN = "progressToken";
  public static final String TRACE_PARENT = "traceparent";
  public static final String TRACE_STATE = "tracestate";
  public static final String BAGGAGE = "baggage";

  private MetaKey() {}
}
