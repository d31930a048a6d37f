package dev.gatehouse.platform.security;

import dev.gatehouse.platform.observe.LogKeys;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Names organisation and principal in every log line of a REST request. */
class CallerLogFilter {
  private final CurrentCaller callers;

  CallerLogFilter(CurrentCaller callers) {
    this.callers = callers;
  }

  @ServerRequestFilter
  public void filter(ResourceInfo resource) {
    if (open(resource.getResourceMethod())) {
      return;
    }
    callers
        .find()
        .ifPresent(caller -> {
          MDC.put(LogKeys.ORGANISATION, caller.organisation());
          MDC.put(LogKeys.PRINCIPAL, caller.principal());
        });
  }

  // To ask for the caller is to authenticate; what everybody may use has its own idea of the
  // Authorization header, such as the token of a client registration.
  private static boolean open(Method method) {
    return method.isAnnotationPresent(PermitAll.class)
        || method.getDeclaringClass().isAnnotationPresent(PermitAll.class);
  }
}
