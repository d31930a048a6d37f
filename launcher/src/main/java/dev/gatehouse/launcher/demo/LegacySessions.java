package dev.gatehouse.launcher.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The open sessions of legacy clients; the one that was silent longest gives way to a new one. */
final class LegacySessions {
  private static final int MOST = 1000;

  private final Map<String, Boolean> open =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST;
        }
      };

  synchronized String open() {
    String id = UUID.randomUUID().toString();
    open.put(id, true);
    return id;
  }

  synchronized boolean isOpen(String id) {
    return open.get(id) != null;
  }

  /** Whether it was open. */
  synchronized boolean close(@Nullable String id) {
    return open.remove(id) != null;
  }
}
