package dev.gatehouse.audit.destination;

import java.util.List;

/** A way out to one destination. */
interface Outlet {

  /**
   * Sends records and waits for the acknowledgement.
   *
   * @param records canonical JSON
   */
  Sent send(List<String> records) throws InterruptedException;

  /** How that went. */
  sealed interface Sent {
    record Acknowledged() implements Sent {}

    /**
     * @param problem one sentence for the organisation; says nothing of the operator's network
     */
    record Failed(String problem) implements Sent {}
  }
}
