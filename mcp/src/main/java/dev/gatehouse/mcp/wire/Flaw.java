package dev.gatehouse.mcp.wire;

/** Why a message was refused by a scanner, with the JSON-RPC code and the sentence to answer. */
public enum Flaw {
  NOT_UTF8(ErrorCode.PARSE_ERROR, "The message is not valid UTF-8"),
  NOT_JSON(ErrorCode.PARSE_ERROR, "The message is not valid JSON"),
  TRAILING_DATA(ErrorCode.PARSE_ERROR, "The message is followed by other data"),
  DUPLICATE_KEY(ErrorCode.PARSE_ERROR, "The message has an object with the same key twice"),
  TOO_LARGE(ErrorCode.INVALID_REQUEST, "The message is too large"),
  TOO_DEEP(ErrorCode.INVALID_REQUEST, "The message is nested too deeply"),
  TOO_MANY_KEYS(ErrorCode.INVALID_REQUEST, "The message has too many keys"),
  NOT_AN_OBJECT(ErrorCode.INVALID_REQUEST, "The message is not a JSON object"),
  MISSPELT_KEY(
      ErrorCode.INVALID_REQUEST,
      "The message has a key that differs from a known one in case only"),
  NOT_JSON_RPC(ErrorCode.INVALID_REQUEST, "The message lacks \"jsonrpc\": \"2.0\""),
  BAD_ID(ErrorCode.INVALID_REQUEST, "The id is neither a string nor a whole number"),
  BAD_METHOD(ErrorCode.INVALID_REQUEST, "The method is not a string"),
  NO_METHOD(ErrorCode.INVALID_REQUEST, "The message is neither a request nor a response"),
  AMBIGUOUS(ErrorCode.INVALID_REQUEST, "The message is both a request and a response"),
  BAD_PARAMS(ErrorCode.INVALID_PARAMS, "The params are not an object of the expected shape"),
  BAD_META(ErrorCode.INVALID_PARAMS, "The _meta of the params is not of the expected shape");

  private final int code;
  private final String sentence;

  Flaw(int code, String sentence) {
    this.code = code;
    this.sentence = sentence;
  }

  /** The JSON-RPC error code that answers it. */
  public int code() {
    return code;
  }

  public String sentence() {
    return sentence;
  }
}
