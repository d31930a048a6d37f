package dev.gatehouse.sync.run;

import dev.gatehouse.sync.upstream.Progress;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Syncs of connectors, on demand and past. */
@Path("/api/sync/{connector}")
class SyncResource {
  private final SyncService service;

  SyncResource(SyncService service) {
    this.service = service;
  }

  /**
   * Syncs now. Who accepts {@code text/event-stream} alone gets news on the way: {@code started}, a
   * {@code page} for each that is asked for, then {@code result} or {@code problem}.
   */
  @POST
  @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
  @PermissionsAllowed("mcp:write")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = RunResult.class)))
  public Response run(UUID connector, @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept)
      throws InterruptedException {
    if (!MediaType.SERVER_SENT_EVENTS.equals(accept)) {
      return Response.ok(service.run(connector, Progress.NONE), MediaType.APPLICATION_JSON_TYPE)
          .build();
    }
    service.require(connector);
    StreamingOutput news = out -> new RunNews(out).follow(connector, service);
    return Response.ok(news, MediaType.SERVER_SENT_EVENTS_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("X-Accel-Buffering", "no")
        .build();
  }

  @GET
  @Path("runs")
  @PermissionsAllowed("mcp:read")
  public List<RunResult> history(UUID connector) {
    return service.history(connector);
  }
}
