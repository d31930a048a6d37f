package dev.gatehouse.gateway.stream;

import dev.gatehouse.gateway.catalog.Changing;
import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.news.NewsReader;
import dev.gatehouse.gateway.news.NewsSubscription;
import dev.gatehouse.gateway.news.UpstreamNews;
import dev.gatehouse.gateway.upstream.OnBehalfOf;
import dev.gatehouse.mcp.upstream.News;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The connectors of whose changed lists one client is told. What they say of lists is said to all
 * alike, so that all clients hear it of one conversation of our own.
 */
final class HeardLists {
  private final UpstreamNews news;
  private final Interests interests;
  private final BiConsumer<String, String> tell;
  private Map<Heard, NewsSubscription> heard = new HashMap<>();
  private boolean closed;

  private record Heard(String connector, long revision, News wanted) {}

  /**
   * @param tell gets a connector's id and the notification's method
   */
  HeardLists(UpstreamNews news, Interests interests, BiConsumer<String, String> tell) {
    this.news = news;
    this.interests = interests;
    this.tell = tell;
  }

  /**
   * Hears of what the gateway shows now.
   *
   * @return done when each upstream has agreed or has been waited for
   */
  synchronized Future<?> follow(Gateway now) {
    if (closed) {
      return Future.succeededFuture();
    }
    Map<Heard, NewsSubscription> kept = new HashMap<>();
    List<Future<?>> settled = new ArrayList<>();
    for (Changing changing : now.changing()) {
      News wanted =
          News.ofLists(
              changing.tools() && interests.tools(),
              changing.resources() && interests.resources(),
              changing.prompts() && interests.prompts());
      if (wanted.none()) {
        continue;
      }
      String connector = changing.connector().id();
      Heard key = new Heard(connector, changing.connector().revision(), wanted);
      NewsSubscription known = heard.remove(key);
      if (known == null) {
        UpstreamNews.Heard asked =
            news.hear(
                changing.connector(),
                changing.endpoint(),
                OnBehalfOf.GATEWAY,
                wanted,
                reader(connector));
        settled.add(asked.settled());
        known = asked.subscription();
      }
      kept.put(key, known);
    }
    heard.values().forEach(NewsSubscription::close);
    heard = kept;
    return Future.join(settled);
  }

  private NewsReader reader(String connector) {
    return new NewsReader() {
      @Override
      public void changed(String method) {
        tell.accept(connector, method);
      }
    };
  }

  synchronized void close() {
    closed = true;
    heard.values().forEach(NewsSubscription::close);
    heard.clear();
  }
}
