package dev.gatehouse.gateway.news;

/** Gets what it has asked for, on any thread. */
public interface NewsReader {
  /**
   * A list has changed.
   *
   * @param method of the notification
   */
  default void changed(String method) {}

  /**
   * @param uri as the upstream knows the resource; may be of one below the one asked for
   */
  default void updated(String uri) {}

  /**
   * A question by URL was answered there.
   *
   * @param params raw
   */
  default void elicited(byte[] params) {}
}
