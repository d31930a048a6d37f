package dev.gatehouse.gateway.stream;

/** Gets what one client is told of, in the client's own terms; any thread. */
interface Told {
  /**
   * @param uri as the client knows the resource
   */
  void updated(String uri);

  /**
   * What the client was sent to a URL for is done.
   *
   * @param params raw
   */
  void elicited(byte[] params);
}
