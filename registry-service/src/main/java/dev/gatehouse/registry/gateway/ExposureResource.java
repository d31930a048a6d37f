package dev.gatehouse.registry.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.security.Origin;
import dev.gatehouse.registry.page.PageRequest;
import dev.gatehouse.registry.patch.MergePatch;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The tools that a gateway shows. */
@Path("/api/gateways/{id}/tools")
class ExposureResource {
  private final ExposureService service;
  private final ToolOrderService order;
  private final Origin origin;

  ExposureResource(ExposureService service, ToolOrderService order, Origin origin) {
    this.service = service;
    this.order = order;
    this.origin = origin;
  }

  @GET
  @PermissionsAllowed("mcp:read")
  public RestResponse<List<ExposureView>> list(
      UUID id,
      @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT) String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    return service.page(id, PageRequest.of(limit, cursor)).response(origin, path(id));
  }

  @POST
  @APIResponse(
      responseCode = "201",
      description = "It was made.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ExposureView.class)))
  @PermissionsAllowed("mcp:write")
  public RestResponse<ExposureView> add(UUID id, @NotNull ExposureRequest request) {
    ExposureView added = service.add(id, request);
    return RestResponse.ResponseBuilder.<ExposureView>created(
            URI.create(origin.value() + path(id) + "/" + added.id()))
        .entity(added)
        .build();
  }

  /** Adds several tools, all or none. */
  @POST
  @Path("bulk")
  @PermissionsAllowed("mcp:write")
  public List<ExposureView> addAll(UUID id, @NotNull ExposureBulk bulk) {
    return service.addAll(id, bulk);
  }

  /** Sets the order in which the gateway shows its tools; presumes the gateway's ETag. */
  @PUT
  @Path("order")
  @PermissionsAllowed("mcp:write")
  public void order(UUID id, @NotNull ToolOrder wanted) {
    order.set(id, wanted);
  }

  @GET
  @Path("{exposed}")
  @PermissionsAllowed("mcp:read")
  public ExposureView get(UUID id, UUID exposed) {
    return service.view(id, exposed);
  }

  @PATCH
  @Path("{exposed}")
  @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
  @PermissionsAllowed("mcp:write")
  public ExposureView update(
      UUID id,
      UUID exposed,
      @NotNull
          @RequestBody(
              content = @Content(schema = @Schema(implementation = ExposureSettings.class)))
          ObjectNode patch)
      throws JsonProcessingException {
    return service.update(id, exposed, patch);
  }

  /** Takes a tool out of the gateway; the tool itself stays, so writing is enough. */
  @DELETE
  @Path("{exposed}")
  @PermissionsAllowed("mcp:write")
  public void remove(UUID id, UUID exposed) {
    service.remove(id, exposed);
  }

  private static String path(UUID gateway) {
    return "/api/gateways/" + gateway + "/tools";
  }
}
