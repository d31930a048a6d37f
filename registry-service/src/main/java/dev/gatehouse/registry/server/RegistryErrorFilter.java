package dev.gatehouse.registry.server;

import dev.gatehouse.platform.problem.Problem;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Errors of the registry API in the shape that its clients look for: the member {@code error} says
 * what is wrong, as {@code application/json}. What a problem has besides stays in the body.
 */
class RegistryErrorFilter {

  // Before an answer is kept for a request that comes again.
  @ServerResponseFilter(priority = Priorities.USER + 500)
  public void reshape(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getEntity() instanceof Problem problem && isRegistry(request)) {
      response.setEntity(body(problem));
      response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_TYPE);
    }
  }

  private static boolean isRegistry(ContainerRequestContext request) {
    String path = request.getUriInfo().getPath();
    return path.startsWith("/v0/") || path.startsWith("/v0.1/");
  }

  private static Map<String, Object> body(Problem problem) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", problem.detail() == null ? problem.title() : problem.detail());
    body.put("type", problem.type());
    body.put("title", problem.title());
    body.put("status", problem.status());
    if (problem.traceId() != null) {
      body.put("traceId", problem.traceId());
    }
    if (!problem.errors().isEmpty()) {
      body.put("errors", problem.errors());
    }
    return body;
  }
}
