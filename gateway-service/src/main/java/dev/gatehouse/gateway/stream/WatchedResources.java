package dev.gatehouse.gateway.stream;

import dev.gatehouse.gateway.catalog.Features;
import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.catalog.ResourceRoute;
import dev.gatehouse.gateway.news.NewsReader;
import dev.gatehouse.gateway.news.NewsSubscription;
import dev.gatehouse.gateway.news.UpstreamNews;
import dev.gatehouse.gateway.policy.Permissions;
import dev.gatehouse.gateway.upstream.OnBehalfOf;
import dev.gatehouse.mcp.upstream.News;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import io.vertx.core.Future;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The resources that one client wants to hear of. Upstreams are asked while the client listens, in
 * the conversation that is held for it. Any thread.
 */
public final class WatchedResources {
  /** A client that asks for more gets no more. */
  public static final int MAX_WATCHED = 1_000;

  private final UpstreamNews news;
  private final Map<String, Watched> watched = new LinkedHashMap<>();
  private @Nullable Consumer<String> listener;

  private static final class Watched {
    final OnBehalfOf whose;
    ResourceRoute route;
    @Nullable NewsSubscription heard;

    Watched(ResourceRoute route, OnBehalfOf whose) {
      this.route = route;
      this.whose = whose;
    }
  }

  public WatchedResources(UpstreamNews news) {
    this.news = news;
  }

  /**
   * @param uri as the client knows the resource
   * @return whether its updates will be told while the client listens
   */
  public synchronized Future<Boolean> add(String uri, ResourceRoute route, OnBehalfOf whose) {
    Watched known = watched.get(uri);
    if (known == null) {
      if (watched.size() >= MAX_WATCHED || route.feature().endpoint() == null) {
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
    Consumer<String> to = listener;
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
                  to.accept(prefix + updated);
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

  public synchronized void remove(String uri) {
    Watched gone = watched.remove(uri);
    if (gone != null) {
      silence(gone);
    }
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
   * @param to gets URIs as the client knows them
   */
  synchronized void listen(Consumer<String> to) {
    watched.values().forEach(WatchedResources::silence);
    listener = to;
    watched.values().forEach(this::hear);
  }

  /** The client does not listen there any more. */
  synchronized void stop(Consumer<String> to) {
    if (listener == to) {
      listener = null;
      watched.values().forEach(WatchedResources::silence);
    }
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
    listener = null;
    watched.values().forEach(WatchedResources::silence);
    watched.clear();
  }
}
