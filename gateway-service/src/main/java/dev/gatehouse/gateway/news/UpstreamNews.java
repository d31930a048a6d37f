package dev.gatehouse.gateway.news;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.gateway.lane.Lanes;
import dev.gatehouse.gateway.upstream.OnBehalfOf;
import dev.gatehouse.mcp.upstream.News;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Listens at upstreams while somebody wants to hear of them: one stream for each connector and
 * conversation, whoever reads it. Any thread.
 */
@Singleton
public final class UpstreamNews {
  private final Vertx vertx;
  private final Lanes lanes;
  private final long patienceMillis;
  private final Map<Key, Used> sources = new ConcurrentHashMap<>();

  UpstreamNews(Vertx vertx, Lanes lanes, NewsConfig config) {
    this.vertx = vertx;
    this.lanes = lanes;
    this.patienceMillis = config.patience().toMillis();
  }

  /** Connectors that were asked lately and tell no news, whoever asks. */
  private final Cache<Asked, Boolean> silent =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(1)).build();

  private record Asked(String connector, long revision) {}

  record Key(String connector, long revision, OnBehalfOf whose) {}

  private record Used(NewsSource source, int readers) {}

  /** What came of asking to hear. */
  public record Heard(NewsSubscription subscription, Future<Boolean> settled) {}

  /**
   * Hears until the subscription is closed.
   *
   * @return with the subscription, whether the upstream tells such news: false only if it has said
   *     that it does not; on the event loop that asks, and after some patience in any case
   */
  public Heard hear(
      ConnectorManifest connector, URI endpoint, OnBehalfOf whose, News wanted, NewsReader reader) {
    Key key = new Key(connector.id(), connector.revision(), whose);
    NewsSubscription subscription = new NewsSubscription(this, key, wanted, reader);
    if (silent.getIfPresent(new Asked(connector.id(), connector.revision())) != null) {
      return new Heard(subscription, Future.succeededFuture(false));
    }
    NewsSource source =
        sources
            .compute(
                key,
                (ignored, known) ->
                    known == null
                        ? new Used(source(connector, endpoint, whose), 1)
                        : new Used(known.source(), known.readers() + 1))
            .source();
    source.add(subscription);
    return new Heard(subscription, patiently(subscription.settled.future()));
  }

  private NewsSource source(ConnectorManifest connector, URI endpoint, OnBehalfOf whose) {
    ContextInternal asks = ((ContextInternal) vertx.getOrCreateContext()).unwrap();
    ContextInternal loop =
        asks.isEventLoopContext() ? asks : ((VertxInternal) vertx).createEventLoopContext();
    return new NewsSource(
        loop,
        () -> silent.put(new Asked(connector.id(), connector.revision()), true),
        listener -> lanes.current().upstreams().listen(connector, endpoint, whose, listener));
  }

  private Future<Boolean> patiently(Future<Boolean> settled) {
    Promise<Boolean> here = ((ContextInternal) vertx.getOrCreateContext()).promise();
    long timer = vertx.setTimer(patienceMillis, ignored -> here.tryComplete(true));
    settled.onSuccess(told -> {
      vertx.cancelTimer(timer);
      here.tryComplete(told);
    });
    return here.future();
  }

  void end(Key key, NewsSubscription subscription) {
    sources.computeIfPresent(
        key,
        (ignored, known) -> {
          if (!known.source().remove(subscription)) {
            return known;
          }
          return known.readers() == 1 ? null : new Used(known.source(), known.readers() - 1);
        });
  }
}
