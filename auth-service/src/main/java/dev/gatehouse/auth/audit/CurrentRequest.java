package dev.gatehouse.auth.audit;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** The HTTP request that is being served, if one is. */
@ApplicationScoped
class CurrentRequest {
  private final CurrentVertxRequest current;

  CurrentRequest(CurrentVertxRequest current) {
    this.current = current;
  }

  @Nullable RoutingContext find() {
    return current.getCurrent();
  }
}
