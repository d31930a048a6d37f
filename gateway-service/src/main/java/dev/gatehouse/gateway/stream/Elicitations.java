package dev.gatehouse.gateway.stream;

import dev.gatehouse.gateway.news.NewsReader;
import dev.gatehouse.gateway.news.NewsSubscription;
import dev.gatehouse.gateway.news.UpstreamNews;
import dev.gatehouse.gateway.upstream.OnBehalfOf;
import dev.gatehouse.mcp.upstream.News;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import io.vertx.core.Future;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The upstreams that have sent one client to a URL, and of which it will be told when it is done
 * there. Guarded by the {@link WatchedResources} that they belong to.
 */
final class Elicitations {
  private final UpstreamNews news;
  private final int most;
  private final Map<String, Elicited> byConnector = new LinkedHashMap<>();

  private static final class Elicited {
    final ConnectorManifest connector;
    final URI endpoint;
    final OnBehalfOf whose;
    @Nullable NewsSubscription heard;
    Future<?> settled = Future.succeededFuture();

    Elicited(ConnectorManifest connector, URI endpoint, OnBehalfOf whose) {
      this.connector = connector;
      this.endpoint = endpoint;
      this.whose = whose;
    }
  }

  /**
   * @param most upstreams; of more nothing is heard
   */
  Elicitations(UpstreamNews news, int most) {
    this.news = news;
    this.most = most;
  }

  /**
   * @param to gets what there is to tell; null while the client does not listen
   * @return done when the upstream's word is heard, or is known not to be
   */
  Future<?> hear(ConnectorManifest connector, URI endpoint, OnBehalfOf whose, @Nullable Told to) {
    if (byConnector.size() >= most && !byConnector.containsKey(connector.id())) {
      return Future.succeededFuture();
    }
    Elicited one =
        byConnector.computeIfAbsent(
            connector.id(), ignored -> new Elicited(connector, endpoint, whose));
    hear(one, to);
    return one.settled;
  }

  void hearAll(Told to) {
    byConnector.values().forEach(one -> hear(one, to));
  }

  private void hear(Elicited one, @Nullable Told to) {
    if (to == null || one.heard != null) {
      return;
    }
    UpstreamNews.Heard asked =
        news.hear(
            one.connector,
            one.endpoint,
            one.whose,
            News.ELICITATIONS,
            new NewsReader() {
              @Override
              public void elicited(byte[] params) {
                to.elicited(params);
              }
            });
    one.heard = asked.subscription();
    one.settled = asked.settled();
  }

  void silence() {
    for (Elicited one : byConnector.values()) {
      NewsSubscription heard = one.heard;
      one.heard = null;
      if (heard != null) {
        heard.close();
      }
    }
  }

  void clear() {
    byConnector.clear();
  }
}
