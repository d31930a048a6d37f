package dev.gatehouse.gateway.stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.gatehouse.gateway.lane.Lanes;
import dev.gatehouse.gateway.news.UpstreamNews;
import dev.gatehouse.gateway.session.SessionConfig;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** States of the legacy sessions that have one; most have none. */
@Singleton
public final class SessionStates {
  private static final long MAX_STATES = 100_000;

  private final UpstreamNews news;
  private final Lanes lanes;
  private final Cache<String, SessionState> states;

  SessionStates(SessionConfig config, UpstreamNews news, Lanes lanes) {
    this.lanes = lanes;
    this.news = news;
    this.states =
        Caffeine.newBuilder()
            .maximumSize(MAX_STATES)
            .expireAfterAccess(config.lifetime())
            .evictionListener(
                (@Nullable String session, @Nullable SessionState state, RemovalCause cause) -> {
                  if (state != null) {
                    state.end();
                  }
                })
            .build();
  }

  /**
   * @param session its id
   */
  public @Nullable SessionState find(String session) {
    return states.getIfPresent(session);
  }

  public SessionState of(String session) {
    return states.get(session, ignored -> new SessionState(new WatchedResources(news)));
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

  /** The session has ended: so do its stream, its questions and what upstreams hold for it. */
  public void end(String session) {
    SessionState state = states.asMap().remove(session);
    if (state != null) {
      state.end();
    }
    lanes.each(lane -> lane.upstreams().end(session));
  }
}
