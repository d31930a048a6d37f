package dev.gatehouse.mcp.wire;

/**
 * Takes an event stream apart as it arrives, in chunks cut anywhere (WHATWG HTML, server-sent
 * events). Only the data of an event matters to MCP: event names, ids and retry are passed over.
 * Not thread-safe.
 */
public final class SseParser {
  private static final byte[] DATA = Bytes.utf8("data");
  private static final int NONE = -1;

  /** Gets the data of each complete event. */
  @FunctionalInterface
  public interface Listener {
    void onEvent(byte[] data);
  }

  private final Listener listener;
  private final int maxEventBytes;
  private Bytes line = new Bytes(256);
  private Bytes data = new Bytes(256);
  private int dataLines;
  private boolean afterReturn;
  private boolean started;

  /**
   * @param maxEventBytes bound for one line and for the data of one event
   */
  public SseParser(int maxEventBytes, Listener listener) {
    this.maxEventBytes = maxEventBytes;
    this.listener = listener;
  }

  /**
   * @return false if an event passed the bound; nothing may be fed after that
   */
  public boolean feed(byte[] chunk) {
    int from = 0;
    for (int i = 0; i < chunk.length; i++) {
      byte b = chunk[i];
      if (b == '\n' && afterReturn) { // second half of CR LF
        afterReturn = false;
        from = i + 1;
        continue;
      }
      afterReturn = b == '\r';
      if (b == '\n' || b == '\r') {
        if (!append(chunk, from, i)) {
          return false;
        }
        from = i + 1;
        if (!endLine()) {
          return false;
        }
      }
    }
    return append(chunk, from, chunk.length);
  }

  private boolean append(byte[] chunk, int from, int to) {
    if (line.length() + (to - from) > maxEventBytes) {
      return false;
    }
    line.add(chunk, from, to);
    return true;
  }

  private boolean endLine() {
    byte[] text = line.toArray();
    line = new Bytes(256);
    int start = started ? 0 : byteOrderMark(text);
    started = true;
    if (start == text.length) {
      dispatch();
      return true;
    }
    int value = dataValue(text, start);
    if (value == NONE) {
      return true;
    }
    if (data.length() + text.length - value > maxEventBytes) {
      return false;
    }
    if (dataLines++ > 0) {
      data.add('\n');
    }
    data.add(text, value, text.length);
    return true;
  }

  private static int byteOrderMark(byte[] text) {
    return text.length >= 3
            && text[0] == (byte) 0xEF
            && text[1] == (byte) 0xBB
            && text[2] == (byte) 0xBF
        ? 3
        : 0;
  }

  /** Where the value of a data line starts; {@link #NONE} for every other line. */
  private static int dataValue(byte[] text, int start) {
    int end = start + DATA.length;
    if (text.length < end || !new Span(start, end).equalTo(text, DATA)) {
      return NONE;
    }
    if (text.length == end) {
      return end;
    }
    if (text[end] != ':') {
      return NONE;
    }
    return end + 1 < text.length && text[end + 1] == ' ' ? end + 2 : end + 1;
  }

  private void dispatch() {
    if (dataLines == 0) {
      return;
    }
    byte[] event = data.toArray();
    data = new Bytes(256);
    dataLines = 0;
    listener.onEvent(event);
  }
}
