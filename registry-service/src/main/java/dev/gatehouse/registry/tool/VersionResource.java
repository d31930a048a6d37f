package dev.gatehouse.registry.tool;

import dev.gatehouse.platform.security.Origin;
import dev.gatehouse.registry.page.PageRequest;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Every definition that a tool ever had, and what is different between two of them. */
@Path("/api/mcps/{id}/tools/{tool}")
class VersionResource {
  private final VersionService service;
  private final Origin origin;

  VersionResource(VersionService service, Origin origin) {
    this.service = service;
    this.origin = origin;
  }

  /** The newest first. */
  @GET
  @Path("versions")
  @PermissionsAllowed("mcp:read")
  public RestResponse<List<VersionView>> versions(
      UUID id,
      UUID tool,
      @QueryParam("limit") @DefaultValue("20") String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    return service
        .page(id, tool, PageRequest.of(limit, cursor))
        .response(origin, "/api/mcps/%s/tools/%s/versions".formatted(id, tool));
  }

  /**
   * @param from hash of a definition; that which is served unless given
   * @param to hash of a definition; that which waits to be approved unless given
   */
  @GET
  @Path("difference")
  @PermissionsAllowed("mcp:read")
  public DifferenceView difference(
      UUID id,
      UUID tool,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to) {
    return service.difference(id, tool, from, to);
  }
}
