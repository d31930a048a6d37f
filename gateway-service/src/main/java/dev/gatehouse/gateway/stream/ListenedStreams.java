package dev.gatehouse.gateway.stream;

import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.identity.Admission;
import dev.gatehouse.gateway.identity.Authenticator;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.news.UpstreamNews;
import dev.gatehouse.platform.policy.Permissions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The streams on which clients hear of changed lists. Whether lists have changed, and whether the
 * credential still holds, is looked at again and again: a stream that was opened by somebody who
 * may do less by now is ended, or tells less.
 */
@Singleton
public final class ListenedStreams {
  private final Vertx vertx;
  private final Catalog catalog;
  private final Authenticator authenticator;
  private final StreamConfig config;
  private final UpstreamNews news;
  private final Set<ListenedStream> open = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> perPrincipal = new ConcurrentHashMap<>();

  ListenedStreams(
      Vertx vertx,
      Catalog catalog,
      Authenticator authenticator,
      StreamConfig config,
      UpstreamNews news) {
    this.news = news;
    this.vertx = vertx;
    this.catalog = catalog;
    this.authenticator = authenticator;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    vertx.setPeriodic(config.checkEvery().toMillis(), ignored -> open.forEach(this::check));
    vertx.setPeriodic(
        config.keepAliveEvery().toMillis(),
        ignored -> open.forEach(listened -> listened.stream.keepAlive()));
  }

  void stop(@Observes ShutdownEvent event) {
    open.forEach(ListenedStream::end);
  }

  /** Whether the principal may open another one. */
  public boolean room(Principal principal) {
    AtomicInteger count = perPrincipal.get(name(principal));
    return count == null || count.get() < config.maxPerPrincipal();
  }

  /**
   * Watches over a stream until it ends.
   *
   * @param acknowledgement sent first, when upstreams have been asked; null for none
   * @param onEnd run when it has ended
   */
  public void add(
      EventStream stream,
      Listener listener,
      @Nullable Supplier<Future<byte[]>> acknowledgement,
      Runnable onEnd) {
    ListenedStream listened = new ListenedStream(stream, listener, news);
    String name = listener.name();
    perPrincipal.computeIfAbsent(name, ignored -> new AtomicInteger()).incrementAndGet();
    open.add(listened);
    stream.onEnd(() -> {
      if (open.remove(listened)) {
        perPrincipal.computeIfPresent(
            name, (ignored, count) -> count.decrementAndGet() <= 0 ? null : count);
        listened.silence();
        onEnd.run();
      }
    });
    if (!open.contains(listened)) {
      return; // the client has left already
    }
    Future<?> heard = listened.hear();
    if (acknowledgement == null) {
      listened.begin();
      return;
    }
    Future<byte[]> first = acknowledgement.get();
    heard
        .otherwiseEmpty()
        .compose(ignored -> first)
        .onSuccess(message -> {
          stream.send(message);
          listened.begin();
        })
        .onFailure(ignored -> listened.end());
  }

  private void check(ListenedStream listened) {
    Gateway now = catalog.find(listened.listener.gateway().path());
    if (now == null) {
      listened.end();
      return;
    }
    if (listened.listener.vouchedFor()) {
      listened.look(now, listened.permissions());
      return;
    }
    authenticator
        .admit(listened.listener.authorization(), now)
        .onSuccess(admission -> {
          switch (admission) {
            case Admission.Admitted(Principal principal)
                when name(principal).equals(listened.listener.name()) ->
                listened.look(now, Permissions.of(principal.caller(), now.id()));
            case Admission.Unavailable _ -> listened.look(now, listened.permissions());
            case Admission.Admitted _,
                Admission.Anonymous _,
                Admission.Refused _,
                Admission.Stranger _ ->
                listened.end();
          }
        });
  }

  private static String name(Principal principal) {
    return principal.caller().organisation() + "/" + principal.caller().principal();
  }
}
