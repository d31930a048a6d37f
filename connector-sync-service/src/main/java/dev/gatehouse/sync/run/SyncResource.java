package dev.gatehouse.sync.run;

import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;

/** Syncs of connectors, on demand and past. */
@Path("/api/sync/{connector}")
class SyncResource {
  private final SyncService service;

  SyncResource(SyncService service) {
    this.service = service;
  }

  @POST
  @PermissionsAllowed("mcp:write")
  public RunResult run(UUID connector) throws InterruptedException {
    return service.run(connector);
  }

  @GET
  @Path("runs")
  @PermissionsAllowed("mcp:read")
  public List<RunResult> history(UUID connector) {
    return service.history(connector);
  }
}
