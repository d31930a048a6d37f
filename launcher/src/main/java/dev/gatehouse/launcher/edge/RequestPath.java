package dev.gatehouse.launcher.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the path of a request target (RFC 9112, section 3.2). The target is passed on as it came,
 * so one that a service could read in another way than the route table did is refused here: dot
 * segments and backslashes in any spelling, empty segments, path parameters, control characters,
 * and every form but the origin form.
 */
final class RequestPath {

  /** The decoded segments of {@code /a/b%2Fc}: "a" and "b/c"; empty if the target is refused. */
  static Optional<List<String>> segments(String target) {
    if (!target.startsWith("/") || !target.chars().allMatch(RequestPath::printable)) {
      return Optional.empty();
    }
    int query = target.indexOf('?');
    String[] raw = target.substring(1, query < 0 ? target.length() : query).split("/", -1);
    List<String> segments = new ArrayList<>(raw.length);
    for (int i = 0; i < raw.length; i++) {
      String segment = decoded(raw[i]);
      boolean last = i == raw.length - 1;
      if (segment == null || ambiguous(segment) || (segment.isEmpty() && !last)) {
        return Optional.empty();
      }
      segments.add(segment);
    }
    return Optional.of(segments);
  }

  private static boolean printable(int c) {
    return c > ' ' && c < 0x7f && c != '#';
  }

  /** A character per byte, which is enough to compare with ASCII; null if not well-formed. */
  private static @Nullable String decoded(String raw) {
    if (raw.indexOf(';') >= 0) {
      return null;
    }
    StringBuilder text = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '%') {
        text.append(c);
        continue;
      }
      int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
      int low = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        return null;
      }
      text.append((char) (high * 16 + low));
      i += 2;
    }
    return text.toString();
  }

  private static boolean ambiguous(String segment) {
    if (segment.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == '\\')) {
      return true;
    }
    for (String part : segment.split("[/;]", -1)) {
      if (part.equals(".") || part.equals("..")) {
        return true;
      }
    }
    return false;
  }

  private RequestPath() {}
}
