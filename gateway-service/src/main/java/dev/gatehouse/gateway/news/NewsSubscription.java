package dev.gatehouse.gateway.news;

import dev.gatehouse.mcp.upstream.News;
import io.vertx.core.Promise;

/** What one reader wants to hear of one connector. */
public final class NewsSubscription {
  final News wanted;
  final NewsReader reader;
  final Promise<Boolean> settled = Promise.promise();
  private final UpstreamNews news;
  private final UpstreamNews.Key key;

  NewsSubscription(UpstreamNews news, UpstreamNews.Key key, News wanted, NewsReader reader) {
    this.news = news;
    this.key = key;
    this.wanted = wanted;
    this.reader = reader;
  }

  /** Hears no more; any thread, once. */
  public void close() {
    news.end(key, this);
  }
}
