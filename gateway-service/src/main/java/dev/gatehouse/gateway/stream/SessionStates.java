package dev.gatehouse.gateway.stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.gatehouse.gateway.lane.Lanes;
import dev.gatehouse.gateway.news.UpstreamNews;
import dev.gatehouse.gateway.session.SessionConfig;
import dev.gatehouse.platform.identity.Caller;
import jakarta.inject.Singleton;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** States of the legacy sessions that have one; most have none. */
@Singleton
public final class SessionStates {
  private static final long MAX_STATES = 100_000;

  private final UpstreamNews news;
  private final Lanes lanes;
  private final WatchedCounts counts;
  private final int mostPerPrincipal;
  private final Cache<String, SessionState> states;

  /** Sessions with a state, the one that was used least lately first; by principal. */
  private final Map<String, Set<String>> perPrincipal = new ConcurrentHashMap<>();

  SessionStates(SessionConfig config, UpstreamNews news, WatchedCounts counts, Lanes lanes) {
    this.counts = counts;
    this.mostPerPrincipal = config.maxStatesPerPrincipal();
    this.lanes = lanes;
    this.news = news;
    this.states =
        Caffeine.newBuilder()
            .maximumSize(MAX_STATES)
            .expireAfterAccess(config.lifetime())
            .evictionListener(
                (@Nullable String session, @Nullable SessionState state, RemovalCause cause) -> {
                  if (state != null && session != null) {
                    forget(state.principal(), session);
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

  /**
   * The session's state, made if there is none. Who has many loses its own eldest.
   *
   * @param caller whose session it is
   */
  public SessionState of(String session, Caller caller) {
    String principal = caller.organisation() + "/" + caller.principal();
    String eldest = remember(principal, session);
    if (eldest != null) {
      end(eldest);
    }
    return states.get(
        session, ignored -> new SessionState(principal, new WatchedResources(news, counts)));
  }

  /**
   * @return the session to be given up for it; null for none
   */
  private @Nullable String remember(String principal, String session) {
    AtomicReference<@Nullable String> tooMany = new AtomicReference<>();
    perPrincipal.compute(
        principal,
        (ignored, known) -> {
          Set<String> sessions = known == null ? new LinkedHashSet<>() : known;
          sessions.remove(session);
          sessions.add(session);
          if (sessions.size() > mostPerPrincipal) {
            tooMany.set(sessions.iterator().next());
          }
          return sessions;
        });
    return tooMany.get();
  }

  private void forget(String principal, String session) {
    perPrincipal.computeIfPresent(
        principal,
        (ignored, sessions) -> {
          sessions.remove(session);
          return sessions.isEmpty() ? null : sessions;
        });
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
      forget(state.principal(), session);
      state.end();
    }
    lanes.each(lane -> lane.upstreams().end(session));
  }
}
