package dev.gatehouse.registry.search;

import dev.gatehouse.platform.security.CurrentCaller;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Search over the tools of the organisation's own connectors, in the language of the catalogue. */
@Path("/api/mcp-registry/tools")
class ToolSearchResource {
  private final ToolSearch search;
  private final CurrentCaller callers;

  ToolSearchResource(ToolSearch search, CurrentCaller callers) {
    this.search = search;
    this.callers = callers;
  }

  @GET
  @PermissionsAllowed("mcp:read")
  public ToolAnswer search(@BeanParam SearchParameters parameters) {
    return search.search(callers.get().organisation(), parameters.request());
  }
}
