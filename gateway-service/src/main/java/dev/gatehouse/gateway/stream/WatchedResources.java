package dev.gatehouse.gateway.stream;

import dev.gatehouse.gateway.catalog.Features;
import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.catalog.ResourceRoute;
import dev.gatehouse.gateway.news.NewsReader;
import dev.gatehouse.gateway.news.NewsSubscription;
import dev.gatehouse.gateway.news.UpstreamNews;
import dev.gatehouse.gateway.upstream.OnBehalfOf;
import dev.gatehouse.mcp.upstream.News;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.policy.Permissions;
import io.vertx.core.Future;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The resources that one client wants to hear of. Upstreams are asked while the client listens, in
 * the conversation that is held for it. Any thread.
 */
public final class WatchedResources {
  /** A client that asks for more gets no more. */
  public static final int MAX_WATCHED = 1_000;

  private final UpstreamNews news;
  private final WatchedCounts counts;
  private final Map<String, Watched> watched = new LinkedHashMap<>();
  private final Elicitations elicitations;
  private @Nullable Told listener;
  private boolean ended;

  private static final class Watched {
    final OnBehalfOf whose;
    ResourceRoute route;
    @Nullable NewsSubscription heard;

    Watched(ResourceRoute route, OnBehalfOf whose) {
      this.route = route;
      this.whose = whose;
    }
  }

  public WatchedResources(UpstreamNews news, WatchedCounts counts) {
    this.counts = counts;
    this.news = news;
    this.elicitations = new Elicitations(news, MAX_WATCHED);
  }

  /**
   * @param uri as the client knows the resource
   * @return whether its updates will be told while the client listens
   */
  public synchronized Future<Boolean> add(String uri, ResourceRoute route, OnBehalfOf whose) {
    Watched known = watched.get(uri);
    if (known == null) {
      if (ended
          || watched.size() >= MAX_WATCHED
          || route.feature().endpoint() == null
          || !counts.take(whose.principal())) {
        return Future.succeededFuture(false);
      }
      known = new Watched(route, whose);
      watched.put(uri, known);
    }
    return hear(known)
        .onSuccess(told -> {
          if (!told) {
            remove(uri);
          }
        });
  }

  private Future<Boolean> hear(Watched one) {
    Told to = listener;
    ConnectorManifest connector = one.route.feature().connector();
    URI endpoint = one.route.feature().endpoint();
    if (to == null || one.heard != null || endpoint == null) {
      return Future.succeededFuture(true);
    }
    String upstreamUri = one.route.upstreamUri();
    String prefix = prefix(one.route);
    UpstreamNews.Heard asked =
        news.hear(
            connector,
            endpoint,
            one.whose,
            News.of(upstreamUri),
            new NewsReader() {
              @Override
              public void updated(String updated) {
                if (updated.startsWith(upstreamUri)) { // others are of other readers
                  to.updated(prefix + updated);
                }
              }
            });
    one.heard = asked.subscription();
    return asked.settled();
  }

  /** What stands before a connector's own URIs here. */
  private static String prefix(ResourceRoute route) {
    String shown = route.feature().name();
    return shown.substring(0, shown.length() - route.feature().upstreamName().length());
  }

  public synchronized boolean contains(String uri) {
    return watched.containsKey(uri);
  }

  public synchronized void remove(String uri) {
    Watched gone = watched.remove(uri);
    if (gone != null) {
      counts.give(gone.whose.principal(), 1);
      silence(gone);
    }
  }

  /**
   * This connector's server may ask the client something, or has sent it to a URL.
   *
   * @return done when its word is heard, or is known not to be
   */
  public synchronized Future<?> elicitations(
      ConnectorManifest connector, URI endpoint, OnBehalfOf whose) {
    return elicitations.hear(connector, endpoint, whose, listener);
  }

  private static void silence(Watched one) {
    NewsSubscription heard = one.heard;
    one.heard = null;
    if (heard != null) {
      heard.close();
    }
  }

  /**
   * The client listens from now on.
   *
   * @param to gets what there is to tell
   */
  synchronized void listen(Told to) {
    silence();
    listener = to;
    watched.values().forEach(this::hear);
    elicitations.hearAll(to);
  }

  /** The client does not listen there any more. */
  synchronized void stop(Told to) {
    if (listener == to) {
      listener = null;
      silence();
    }
  }

  private void silence() {
    watched.values().forEach(WatchedResources::silence);
    elicitations.silence();
  }

  /** Forgets what is not shown any more, and goes after what is somewhere else now. */
  synchronized void look(Gateway now, Permissions may) {
    watched
        .entrySet()
        .removeIf(entry -> {
          Watched one = entry.getValue();
          ResourceRoute route =
              may.include(Features.NEEDED_SCOPE) ? now.features().resource(entry.getKey()) : null;
          if (route == null) {
            counts.give(one.whose.principal(), 1);
            silence(one);
            return true;
          }
          if (moved(one.route, route)) {
            silence(one);
            one.route = route;
            hear(one);
          }
          return false;
        });
  }

  private static boolean moved(ResourceRoute before, ResourceRoute now) {
    ConnectorManifest was = before.feature().connector();
    ConnectorManifest is = now.feature().connector();
    return !was.id().equals(is.id())
        || was.revision() != is.revision()
        || !before.upstreamUri().equals(now.upstreamUri());
  }

  /** Hears of none of them any more. */
  public synchronized void end() {
    ended = true; // what is added while the client leaves would be counted for good
    listener = null;
    silence();
    watched.values().forEach(one -> counts.give(one.whose.principal(), 1));
    watched.clear();
    elicitations.clear();
  }
}
