package dev.gatehouse.gateway.forward;

import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.identity.Admission;
import dev.gatehouse.gateway.identity.Authenticator;
import dev.gatehouse.gateway.identity.Presented;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.stream.StreamConfig;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Streams that clients hold open through this replica at another one. The credential is here, so
 * here it is looked at again and again; where it holds no more, or allows something else than
 * before, the stream is ended, and a client that may still listen opens it anew.
 */
@Singleton
public final class ForwardedStreams {
  private final Vertx vertx;
  private final Catalog catalog;
  private final Authenticator authenticator;
  private final StreamConfig config;
  private final Set<Open> open = ConcurrentHashMap.newKeySet();

  /** Compared by identity: two of one client are two. */
  private static final class Open {
    final HttpServerRequest request;
    final Context context;
    final String path;
    final @Nullable String authorization;
    final Principal principal;

    Open(HttpServerRequest request, Context context, Gateway gateway, Principal principal) {
      this.request = request;
      this.context = context;
      this.path = gateway.path();
      this.authorization = Presented.authorization(request, gateway);
      this.principal = principal;
    }

    void end() {
      context.runOnContext(ignored -> {
        if (!request.response().closed()) {
          request.response().reset();
        }
      });
    }
  }

  ForwardedStreams(Vertx vertx, Catalog catalog, Authenticator authenticator, StreamConfig config) {
    this.vertx = vertx;
    this.catalog = catalog;
    this.authenticator = authenticator;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    vertx.setPeriodic(config.checkEvery().toMillis(), ignored -> open.forEach(this::check));
  }

  /**
   * Looks after a stream; on the request's event loop.
   *
   * @return to be run when it has ended
   */
  public Runnable add(HttpServerRequest request, Gateway gateway, Principal principal) {
    Open added =
        new Open(request, Objects.requireNonNull(Vertx.currentContext()), gateway, principal);
    open.add(added);
    return () -> open.remove(added);
  }

  private void check(Open stream) {
    Gateway now = catalog.find(stream.path);
    if (now == null) {
      stream.end();
      return;
    }
    authenticator
        .admit(stream.authorization, now)
        .onSuccess(admission -> {
          boolean holds =
              admission instanceof Admission.Unavailable
                  || (admission instanceof Admission.Admitted(Principal principal)
                      && principal.caller().equals(stream.principal.caller()));
          if (!holds) {
            stream.end();
          }
        });
  }
}
