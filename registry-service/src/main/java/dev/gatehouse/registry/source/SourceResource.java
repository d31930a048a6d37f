package dev.gatehouse.registry.source;

import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** Where the public servers come from, and how it goes. */
@Path("/api/mcp-registry/sources")
class SourceResource {
  private final SourceRepository sources;

  SourceResource(SourceRepository sources) {
    this.sources = sources;
  }

  @GET
  @PermissionsAllowed("mcp:read")
  public List<SourceView> list() {
    return sources.all();
  }
}
