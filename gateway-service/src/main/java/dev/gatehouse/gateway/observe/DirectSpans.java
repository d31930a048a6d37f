package dev.gatehouse.gateway.observe;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** A span for each request of the direct API, current while it is served: errors name its trace. */
@Singleton
class DirectSpans {
  private static final String SERVED = DirectSpans.class.getName();

  private final McpSpans spans;

  DirectSpans(McpSpans spans) {
    this.spans = spans;
  }

  private record Served(Span span, Scope scope) {}

  @SuppressWarnings("MustBeClosedChecker") // closed with the response
  @ServerRequestFilter(preMatching = true)
  public void begin(ContainerRequestContext request) {
    Span span = spans.serve(request.getMethod(), request.getHeaderString("traceparent"));
    request.setProperty(SERVED, new Served(span, span.makeCurrent()));
  }

  @ServerResponseFilter
  public void end(ContainerRequestContext request, ContainerResponseContext response) {
    if (served(request) instanceof Served(Span span, Scope scope)) {
      span.setAttribute("http.request.method", request.getMethod());
      span.setAttribute("http.response.status_code", response.getStatus());
      if (response.getStatus() >= 500) {
        span.setStatus(StatusCode.ERROR);
      }
      scope.close();
      span.end();
    }
  }

  private static @Nullable Object served(ContainerRequestContext request) {
    return request.getProperty(SERVED);
  }
}
