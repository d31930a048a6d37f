package dev.gatehouse.mcp.wire;

/** Names of the HTTP headers of the Streamable HTTP transport. */
public final class McpHeader {
  public static final String PROTOCOL_VERSION = "MCP-Protocol-Version";
  public static final String METHOD = "Mcp-Method";
  public static final String NAME = "Mcp-Name";
  public static final String SESSION_ID = "Mcp-Session-Id";

  /** Prefix of the headers that mirror arguments marked by {@code x-mcp-header}. */
  public static final String PARAM_PREFIX = "Mcp-Param-";

  private McpHeader() {}
}
