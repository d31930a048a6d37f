package dev.gatehouse.mcp.wire;

/**
 * JSON-RPC error codes of the protocol; own codes lie outside -32768..-32000 (2026-07-28, basic).
 */
public final class ErrorCode {
  public static final int PARSE_ERROR = -32700;
  public static final int INVALID_REQUEST = -32600;
  public static final int METHOD_NOT_FOUND = -32601;
  public static final int INVALID_PARAMS = -32602;
  public static final int INTERNAL_ERROR = -32603;

  /** Legacy revisions' "resource not found"; modern ones use {@link #INVALID_PARAMS}. */
  public static final int LEGACY_RESOURCE_NOT_FOUND = -32002;

  /** The client has to open a URL first (2025-11-25 only). */
  public static final int URL_ELICITATION_REQUIRED = -32042;

  public static final int HEADER_MISMATCH = -32020;
  public static final int MISSING_CLIENT_CAPABILITY = -32021;
  public static final int UNSUPPORTED_VERSION = -32022;

  /** Whether only a server of the modern era answers with this code; others may be anybody's. */
  public static boolean modernOnly(int code) {
    return code == HEADER_MISMATCH
        || code == MISSING_CLIENT_CAPABILITY
        || code == UNSUPPORTED_VERSION;
  }

  private ErrorCode() {}
}
