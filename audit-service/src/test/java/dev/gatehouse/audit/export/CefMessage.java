package dev.gatehouse.audit.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a message by the guide of the format ("Implementing ArcSight Common Event Format",
 * character encoding): in the head {@code \\} and {@code \|} only, in values {@code \\}, {@code
 * \=}, {@code \n} and {@code \r} only, one line, and a key is the word before an equals sign that
 * is not escaped.
 */
record CefMessage(List<String> head, Map<String, String> extension) {
  private static final int FIELDS = 7;

  static CefMessage parse(String line) {
    if (line.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("not one line: " + line);
    }
    List<String> head = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    int at = 0;
    while (head.size() < FIELDS) {
      char c = line.charAt(at++);
      if (c == '|') {
        head.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c == '\\' ? escaped(line.charAt(at++), "\\|") : c);
      }
    }
    return new CefMessage(head, extension(line.substring(at)));
  }

  private static Map<String, String> extension(String text) {
    Map<String, String> extension = new LinkedHashMap<>();
    StringBuilder value = new StringBuilder();
    String key = null;
    int space = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '=') {
        String next = value.substring(space + 1);
        if (!next.matches("[A-Za-z0-9_]+") || key == null && space >= 0) {
          throw new IllegalArgumentException("no key: " + next);
        }
        put(extension, key, value.substring(0, Math.max(space, 0)));
        key = next;
        value.setLength(0);
        space = -1;
      } else if (c == '\\') {
        value.append(escaped(text.charAt(++i), "\\=nr"));
      } else {
        if (c == ' ') {
          space = value.length();
        }
        value.append(c);
      }
    }
    put(extension, key, value.toString());
    return extension;
  }

  private static void put(Map<String, String> extension, String key, String value) {
    if (key != null && extension.put(key, value) != null) {
      throw new IllegalArgumentException("twice: " + key);
    }
  }

  private static char escaped(char c, String permitted) {
    if (permitted.indexOf(c) < 0) {
      throw new IllegalArgumentException("no escape: " + c);
    }
    return c == 'n' ? '\n' : c == 'r' ? '\r' : c;
  }
}
