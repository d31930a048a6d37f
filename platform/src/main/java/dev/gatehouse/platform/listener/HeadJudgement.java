package dev.gatehouse.platform.listener;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.MultiMap;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Judges the head of each request as it came. Quarkus writes one {@code Host} of its own over all
 * that there are before any route runs, so this is done where Vert.x has requests measured, and the
 * verdict is what it keeps as the request's metric.
 */
@Singleton
final class HeadJudgement implements VertxOptionsCustomizer {

  /** Whether it can be read in one way only. */
  enum Verdict {
    FINE,
    REFUSED
  }

  @Override
  public void accept(VertxOptions options) {
    options.setMetricsOptions(
        new MetricsOptions().setEnabled(true).setFactory(ignored -> new ServersOnly()));
  }

  /** Of all that Vert.x has measured, only the beginnings of requests are looked at. */
  private static final class ServersOnly implements VertxMetrics {
    @Override
    public HttpServerMetrics<Verdict, Object, Object> createHttpServerMetrics(
        HttpServerOptions options, SocketAddress localAddress) {
      return new HttpServerMetrics<>() {
        @Override
        public Verdict requestBegin(Object connection, HttpRequest request) {
          return judge(request);
        }
      };
    }
  }

  private static Verdict judge(HttpRequest request) {
    return namesOneHost(request) && saysHowItEnds(request.headers())
        ? Verdict.FINE
        : Verdict.REFUSED;
  }

  /** RFC 9112, section 3.2; HTTP/1.0 may leave it out, and HTTP/2 says it otherwise. */
  private static boolean namesOneHost(HttpRequest request) {
    int hosts = request.headers().getAll(HttpHeaders.HOST).size();
    return hosts == 1
        || hosts == 0
            && !(request instanceof HttpServerRequest http
                && http.version() == HttpVersion.HTTP_1_1);
  }

  /** Another coding than chunks is none that we can tell the end of (RFC 9112, section 6.1). */
  private static boolean saysHowItEnds(MultiMap headers) {
    List<String> codings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
    return codings.isEmpty()
        || codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
  }
}
