package dev.gatehouse.platform.security;

import dev.gatehouse.platform.observe.LogKeys;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Names organisation and principal in every log line of a REST request. */
class CallerLogFilter {
  private final CurrentCaller callers;

  CallerLogFilter(CurrentCaller callers) {
    this.callers = callers;
  }

  @ServerRequestFilter
  public void filter(ContainerRequestContext request) {
    callers
        .find()
        .ifPresent(caller -> {
          MDC.put(LogKeys.ORGANISATION, caller.organisation());
          MDC.put(LogKeys.PRINCIPAL, caller.principal());
        });
  }
}
