package dev.gatehouse.mcp.wire;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.mcp.wire.ProtocolVersion.Era;

/** Writes response messages around result bytes that are not looked into. */
public final class ResultWriter {
  private static final byte[] HEAD = utf8("{\"jsonrpc\":\"2.0\",\"id\":");
  private static final byte[] RESULT = utf8(",\"result\":");
  private static final byte[] UNCACHED =
      utf8("\"resultType\":\"complete\",\"ttlMs\":0,\"cacheScope\":\"private\"");
  private static final byte[] COMMA = utf8(",");
  private static final byte[] NOTHING = {};
  private static final byte[] COMPLETE = utf8("\"resultType\":\"complete\"");

  /** A response with a result that is ready as it is. */
  public static byte[] response(byte[] idSource, Span id, byte[] result) {
    return new Bytes(HEAD.length + id.length() + RESULT.length + result.length + 1)
        .add(HEAD)
        .add(idSource, id)
        .add(RESULT)
        .add(result)
        .add('}')
        .toArray();
  }

  /**
   * The answer to a client, with an upstream's result in the client's era: {@code resultType} is
   * added for a modern client where a legacy upstream left it out; what only modern revisions know
   * is taken out for a legacy client. Everything else stays byte for byte.
   *
   * @param idSource the array that the client's {@code id} points into
   * @param upstream the array that {@code message} points into
   */
  public static byte[] response(
      byte[] idSource, Span id, byte[] upstream, UpstreamMessage.Result message, Era era) {
    Span result = message.result();
    Bytes out =
        new Bytes(
            HEAD.length + id.length() + RESULT.length + result.length() + COMPLETE.length + 2);
    out.add(HEAD).add(idSource, id).add(RESULT);
    if (era == Era.MODERN && message.resultType() == null) {
      addWithResultType(out, upstream, result);
    } else if (era == Era.LEGACY && !message.modernFields().isEmpty()) {
      addWithoutModernFields(out, upstream, message);
    } else {
      out.add(upstream, result);
    }
    return out.add('}').toArray();
  }

  /**
   * The answer to a modern client with a complete result that may not be kept: the upstream's
   * {@code ttlMs} and {@code cacheScope} are replaced.
   */
  public static byte[] uncached(
      byte[] idSource, Span id, byte[] upstream, UpstreamMessage.Result message) {
    Bytes out = new Bytes(HEAD.length + id.length() + message.result().length() + 96);
    out.add(HEAD).add(idSource, id).add(RESULT);
    int start = out.length();
    addWithoutModernFields(out, upstream, message);
    byte[] rest = out.toArray();
    boolean empty = rest.length - start == 2;
    return new Bytes(rest.length + UNCACHED.length + 2)
        .add(rest, 0, start + 1)
        .add(UNCACHED)
        .add(empty ? NOTHING : COMMA)
        .add(rest, start + 1, rest.length)
        .add('}')
        .toArray();
  }

  private static void addWithResultType(Bytes out, byte[] upstream, Span result) {
    int inside = JsonCursor.firstByte(upstream, result.start() + 1, result.end());
    out.add('{').add(COMPLETE);
    if (upstream[inside] != '}') {
      out.add(',');
    }
    out.add(upstream, inside, result.end());
  }

  /** Joins the runs of entries that lie between the ones taken out. */
  private static void addWithoutModernFields(
      Bytes out, byte[] upstream, UpstreamMessage.Result message) {
    out.add('{');
    int empty = out.length();
    int from = message.result().start() + 1;
    for (Span field : message.modernFields()) {
      addRun(out, empty, upstream, from, field.start());
      from = field.end();
    }
    addRun(out, empty, upstream, from, message.result().end() - 1);
    out.add('}');
  }

  private static void addRun(Bytes out, int empty, byte[] upstream, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && separates(upstream[start])) {
      start++;
    }
    while (end > start && separates(upstream[end - 1])) {
      end--;
    }
    if (start == end) {
      return;
    }
    if (out.length() > empty) {
      out.add(',');
    }
    out.add(upstream, start, end);
  }

  private static boolean separates(byte b) {
    return b == ',' || b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private ResultWriter() {}
}
