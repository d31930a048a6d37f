package dev.gatehouse.mcp.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Takes an event stream apart as it arrives, in chunks cut anywhere (WHATWG HTML, server-sent
 * events). Of an event MCP needs its data; the last id and the time to wait are kept for whoever
 * resumes the stream. Not thread-safe.
 */
public final class SseParser {
  private static final byte[] DATA = Bytes.utf8("data");
  private static final byte[] ID = Bytes.utf8("id");
  private static final byte[] RETRY = Bytes.utf8("retry");
  private static final int NONE = -1;
  private static final long DEFAULT_RETRY_MILLIS = 1_000;
  private static final int LONGEST_ID = 1_000;

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
  private @Nullable String lastId;
  private long retryMillis = DEFAULT_RETRY_MILLIS;

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
    int value = valueOf(DATA, text, start);
    if (value == NONE) {
      readResumption(text, start);
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

  private void readResumption(byte[] text, int start) {
    int id = valueOf(ID, text, start);
    int retry = id == NONE ? valueOf(RETRY, text, start) : NONE;
    if (id != NONE && text.length - id <= LONGEST_ID) {
      lastId = new String(text, id, text.length - id, StandardCharsets.UTF_8);
    } else if (retry != NONE) {
      String millis = new String(text, retry, text.length - retry, StandardCharsets.UTF_8);
      if (millis.matches("[0-9]{1,9}")) {
        retryMillis = Long.parseLong(millis);
      }
    }
  }

  /** Bytes of the event that is not complete yet. */
  public int held() {
    return line.length() + data.length();
  }

  /** The id of the last event that had one, empty if it was taken back; null if there was none. */
  public @Nullable String lastId() {
    return lastId;
  }

  /** How long to wait before the stream is asked for again. */
  public long retryMillis() {
    return retryMillis;
  }

  /** Where the value of a field's line starts; {@link #NONE} for every other line. */
  private static int valueOf(byte[] field, byte[] text, int start) {
    int end = start + field.length;
    if (text.length < end || !new Span(start, end).equalTo(text, field)) {
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
