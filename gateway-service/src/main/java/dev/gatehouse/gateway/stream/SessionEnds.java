package dev.gatehouse.gateway.stream;

import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.observe.McpMetrics;
import dev.gatehouse.gateway.session.Session;
import dev.gatehouse.gateway.session.Sessions;
import dev.gatehouse.platform.identity.Caller;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Ends legacy sessions with all that hangs on them. */
@Singleton
public final class SessionEnds {
  private final Sessions sessions;
  private final SessionStates states;
  private final SessionTombstones tombstones;
  private final McpMetrics metrics;

  SessionEnds(
      Sessions sessions, SessionStates states, SessionTombstones tombstones, McpMetrics metrics) {
    this.metrics = metrics;
    this.tombstones = tombstones;
    this.sessions = sessions;
    this.states = states;
  }

  /**
   * @return whether this caller had such a session
   */
  public boolean end(String id, Caller caller, Gateway gateway) {
    Optional<Session> ended = sessions.end(id, caller, gateway);
    ended.ifPresent(session -> {
      states.end(session.id());
      long millis = Math.max(0, System.currentTimeMillis() - session.openedAtMillis());
      metrics.sessionEnded(TimeUnit.MILLISECONDS.toNanos(millis));
      tombstones.publish(gateway.organisation(), session.id());
    });
    return ended.isPresent();
  }
}
