package dev.gatehouse.launcher.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** What the demo's callers asked it to remember, oldest first; gone when it stops. */
final class Notes {
  private static final int MOST = 100;

  private final Deque<String> notes = new ArrayDeque<>();

  /** Returns how many there are now. */
  synchronized int add(String note) {
    if (notes.size() == MOST) {
      notes.removeFirst();
    }
    notes.addLast(note);
    return notes.size();
  }

  /** Those with {@code text} in them, in any case; all for an empty text. */
  synchronized List<String> containing(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return notes.stream().filter(note -> note.toLowerCase(Locale.ROOT).contains(wanted)).toList();
  }
}
