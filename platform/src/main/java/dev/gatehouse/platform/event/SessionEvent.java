package dev.gatehouse.platform.event;

/** What gateways tell each other of the legacy MCP sessions of their clients. */
public sealed interface SessionEvent extends DomainEvent {

  /**
   * A client has ended its session; its id is unknown from now on.
   *
   * @param session its id, which is no credential
   */
  record SessionEnded(String organisation, String session) implements SessionEvent {
    @Override
    public EventKey key() {
      return new EventKey(organisation, "session", session);
    }
  }
}
