package dev.gatehouse.registry.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.security.Origin;
import dev.gatehouse.registry.gateway.GatewayKind;
import dev.gatehouse.registry.patch.MergePatch;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

/** MCP servers that are attached to a runner, and so to all its agents. */
@Path("/api/runners/{id}/mcps")
class RunnerAttachmentResource {
  private final AttachmentService service;
  private final Origin origin;

  RunnerAttachmentResource(AttachmentService service, Origin origin) {
    this.service = service;
    this.origin = origin;
  }

  /** All of them: there are a hundred at most. */
  @GET
  @PermissionsAllowed("mcp:read")
  public List<AttachmentView> list(UUID id) {
    return service.list(GatewayKind.RUNNER, id);
  }

  @POST
  @APIResponse(
      responseCode = "201",
      description = "It was attached.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = AttachmentView.class)))
  @PermissionsAllowed("mcp:write")
  public RestResponse<AttachmentView> attach(UUID id, @NotNull AttachmentRequest request) {
    AttachmentView made = service.attach(GatewayKind.RUNNER, id, request);
    return RestResponse.ResponseBuilder.<AttachmentView>created(
            URI.create(
                "%s/api/runners/%s/mcps/%s".formatted(origin.value(), id, made.mcpServerId())))
        .entity(made)
        .build();
  }

  @GET
  @Path("{mcpServer}")
  @PermissionsAllowed("mcp:read")
  public AttachmentView get(UUID id, UUID mcpServer) {
    return service.view(GatewayKind.RUNNER, id, mcpServer);
  }

  @PATCH
  @Path("{mcpServer}")
  @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
  @PermissionsAllowed("mcp:write")
  public AttachmentView update(
      UUID id,
      UUID mcpServer,
      @NotNull
          @RequestBody(
              content = @Content(schema = @Schema(implementation = AttachmentChange.class)))
          ObjectNode patch)
      throws JsonProcessingException {
    return service.update(GatewayKind.RUNNER, id, mcpServer, patch);
  }

  /** The server itself stays, so writing is enough. */
  @DELETE
  @Path("{mcpServer}")
  @PermissionsAllowed("mcp:write")
  public void detach(UUID id, UUID mcpServer) {
    service.detach(GatewayKind.RUNNER, id, mcpServer);
  }
}
