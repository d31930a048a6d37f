package dev.gatehouse.auth.metadata;

import dev.gatehouse.auth.error.GateProblem;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.security.Hosts;
import dev.gatehouse.platform.security.Origin;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns away requests for hosts that are not ours: pages of others that have their name resolve to
 * this machine, and whoever wants a redirect of ours to lead to a name of theirs. Services reach
 * each other by names of the network inside, so what is for them alone is left out, and the public
 * keys, which are the same by any name.
 */
@ApplicationScoped
class HostGate {
  private static final Set<String> BY_ANY_NAME = Set.of("/oauth/jwks");
  private static final String INSIDE = "/internal/";

  private final Hosts hosts;

  HostGate(Origin origin, HostConfig config) {
    this.hosts = new Hosts(origin, config.allowed().orElse(Set.of()));
  }

  void install(@Observes Router router) {
    router.route().order(-200).handler(this::handle);
  }

  private void handle(RoutingContext context) {
    String path = context.normalizedPath();
    if (BY_ANY_NAME.contains(path)
        || path.startsWith(INSIDE)
        || hosts.has(host(context.request()))) {
      context.next();
    } else {
      GateProblem.answer(
          context, CommonProblem.FORBIDDEN, "This host is not the one of the public origin.");
    }
  }

  /** In HTTP/2 it is no header. */
  private static @Nullable String host(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.HOST);
    return header == null && request.authority() != null ? request.authority().toString() : header;
  }
}
