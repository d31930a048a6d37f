package dev.gatehouse.mcp.wire;

import static dev.gatehouse.mcp.wire.Bytes.utf8;

import dev.gatehouse.mcp.wire.ProtocolVersion.Era;

/** Writes response messages around result bytes that are not looked into. */
public final class ResultWriter {
  /**
   * To copy what is smaller is cheaper than to send it in pieces. A result that is a small part of
   * what the upstream sent is copied too: nobody counts the rest while a client takes its time.
   */
  private static final int LARGE = 2048;

  private static final byte[] HEAD = utf8("{\"jsonrpc\":\"2.0\",\"id\":");
  private static final byte[] RESULT = utf8(",\"result\":");
  private static final byte[] UNCACHED =
      utf8("\"resultType\":\"complete\",\"ttlMs\":0,\"cacheScope\":\"private\"");
  private static final byte[] COMMA = utf8(",");
  private static final byte[] NOTHING = {};
  private static final byte[] END = utf8("}");
  private static final byte[] COMPLETE = utf8("\"resultType\":\"complete\"");

  /** A response with a result that is ready as it is. */
  public static byte[] response(byte[] idSource, Span id, byte[] result) {
    return head(idSource, id, result.length + 1).add(result).add('}').toArray();
  }

  /**
   * The answer to a client, with an upstream's result in the client's era: {@code resultType} is
   * added for a modern client where a legacy upstream left it out; what only modern revisions know
   * is taken out for a legacy client. Everything else stays byte for byte.
   *
   * @param idSource the array that the client's {@code id} points into
   * @param upstream the array that {@code message} points into
   */
  public static Outgoing response(
      byte[] idSource, Span id, byte[] upstream, UpstreamMessage.Result message, Era era) {
    Span result = message.result();
    if (era == Era.LEGACY && !message.modernFields().isEmpty()) {
      Bytes out = head(idSource, id, result.length() + 1);
      addWithoutModernFields(out, upstream, message);
      return Outgoing.of(out.add('}').toArray());
    }
    boolean typed = era == Era.LEGACY || message.resultType() != null;
    Span rest = typed ? result : inside(upstream, result);
    boolean large = rest.length() > LARGE && rest.length() >= upstream.length / 2;
    Bytes out =
        head(idSource, id, (typed ? 0 : COMPLETE.length + 2) + (large ? 0 : rest.length() + 1));
    if (!typed) {
      out.add('{').add(COMPLETE);
      if (upstream[rest.start()] != '}') {
        out.add(',');
      }
    }
    return large
        ? new Outgoing(out.toArray(), upstream, rest, END)
        : Outgoing.of(out.add(upstream, rest).add('}').toArray());
  }

  private static Bytes head(byte[] idSource, Span id, int more) {
    return new Bytes(HEAD.length + id.length() + RESULT.length + more)
        .add(HEAD)
        .add(idSource, id)
        .add(RESULT);
  }

  /** From the first member of an object on, or from its end if it has none. */
  private static Span inside(byte[] upstream, Span object) {
    return new Span(JsonCursor.firstByte(upstream, object.start() + 1, object.end()), object.end());
  }

  /**
   * The answer to a modern client with a complete result that may not be kept: the upstream's
   * {@code ttlMs} and {@code cacheScope} are replaced.
   */
  public static byte[] uncached(
      byte[] idSource, Span id, byte[] upstream, UpstreamMessage.Result message) {
    Bytes out = head(idSource, id, message.result().length() + 1);
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
