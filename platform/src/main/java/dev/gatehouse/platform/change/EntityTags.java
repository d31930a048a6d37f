package dev.gatehouse.platform.change;

import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Gives each answer that is {@link Versioned} its strong {@code ETag}. */
public class EntityTags {

  /** Before filters that look at the whole answer: of these the highest number comes first. */
  @ServerResponseFilter(priority = Priorities.USER + 1_000)
  public void tag(ContainerResponseContext response) {
    if (response.getEntity() instanceof Versioned versioned) {
      response.getHeaders().putSingle(HttpHeaders.ETAG, of(versioned.version()));
    }
  }

  public static String of(long version) {
    return "\"" + version + "\"";
  }
}
