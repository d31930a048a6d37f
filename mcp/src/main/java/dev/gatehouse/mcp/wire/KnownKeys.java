package dev.gatehouse.mcp.wire;

/**
 * Keys that must be spelt exactly. A reader that ignores case (or drops control characters) would
 * see in {@code "Method"} what a strict one does not; such a message is refused.
 */
final class KnownKeys {
  static final KnownKeys ENVELOPE =
      new KnownKeys("jsonrpc", "id", "method", "params", "result", "error");
  static final KnownKeys PARAMS =
      new KnownKeys(
          "name",
          "uri",
          "cursor",
          "arguments",
          "_meta",
          "inputResponses",
          "requestState",
          "protocolVersion");
  static final KnownKeys META =
      new KnownKeys(
          MetaKey.PROTOCOL_VERSION,
          MetaKey.CLIENT_CAPABILITIES,
          MetaKey.CLIENT_INFO,
          MetaKey.LOG_LEVEL,
          MetaKey.PROGRESS_TOKEN,
          MetaKey.TRACE_PARENT,
          MetaKey.TRACE_STATE,
          MetaKey.BAGGAGE);

  private final String[] keys;

  private KnownKeys(String... keys) {
    this.keys = keys;
  }

  /** For a key that is none of the known ones. */
  void refuseMisspelling(String key) {
    for (String known : keys) {
      if (known.equalsIgnoreCase(key)) {
        throw new FlawException(Flaw.MISSPELT_KEY);
      }
    }
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) < ' ') {
        throw new FlawException(Flaw.MISSPELT_KEY);
      }
    }
  }
}
