package dev.gatehouse.registry.gateway;

import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;

/** The connectors whose resources and prompts a gateway shows. */
@Path("/api/gateways/{id}/connectors")
class ConnectorExposureResource {
  private final ConnectorExposureService service;

  ConnectorExposureResource(ConnectorExposureService service) {
    this.service = service;
  }

  @GET
  @PermissionsAllowed("mcp:read")
  public List<ConnectorExposureView> list(UUID id) {
    return service.list(id);
  }

  @PUT
  @Path("{connector}")
  @PermissionsAllowed("mcp:write")
  public ConnectorExposureView put(
      UUID id, UUID connector, @NotNull ConnectorExposureSettings settings) {
    return service.put(id, connector, settings);
  }

  /** The connector itself stays, so writing is enough. */
  @DELETE
  @Path("{connector}")
  @PermissionsAllowed("mcp:write")
  public void remove(UUID id, UUID connector) {
    service.remove(id, connector);
  }
}
