package dev.gatehouse.gateway.stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.gateway.session.SessionConfig;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** States of the legacy sessions that have one; most have none. */
@Singleton
public final class SessionStates {
  private static final long MAX_STATES = 100_000;

  private final Cache<String, SessionState> states;

  SessionStates(SessionConfig config) {
    this.states =
        Caffeine.newBuilder().maximumSize(MAX_STATES).expireAfterAccess(config.lifetime()).build();
  }

  /**
   * @param session its id
   */
  public @Nullable SessionState find(String session) {
    return states.getIfPresent(session);
  }

  public SessionState of(String session) {
    return states.get(session, ignored -> new SessionState());
  }

  /** The client of a session listens on this stream from now on; one before it is ended. */
  public void listen(String session, EventStream stream) {
    of(session).listen(stream);
  }

  public void stopListening(String session, EventStream stream) {
    SessionState state = find(session);
    if (state != null) {
      state.stopListening(stream);
    }
  }

  /** The session has ended: so do its stream and its questions. */
  public void end(String session) {
    SessionState state = states.asMap().remove(session);
    if (state != null) {
      state.end();
    }
  }
}
