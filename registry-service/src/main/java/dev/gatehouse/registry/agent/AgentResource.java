package dev.gatehouse.registry.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.security.Origin;
import dev.gatehouse.registry.gateway.EffectiveTool;
import dev.gatehouse.registry.gateway.GatewayKind;
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

/** Agents of the caller's organisation. */
@Path(AgentResource.PATH)
class AgentResource {
  static final String PATH = "/api/agents";

  private final AgentService service;
  private final Origin origin;

  AgentResource(AgentService service, Origin origin) {
    this.service = service;
    this.origin = origin;
  }

  @GET
  @PermissionsAllowed("mcp:read")
  public RestResponse<List<AgentView>> list(
      @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT) String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    return service.agents(PageRequest.of(limit, cursor)).response(origin, PATH);
  }

  @POST
  @APIResponse(
      responseCode = "201",
      description = "It was made.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = AgentView.class)))
  @PermissionsAllowed("mcp:write")
  public RestResponse<AgentView> create(@NotNull AgentRequest request) {
    AgentView created = service.create(request);
    return RestResponse.ResponseBuilder.<AgentView>created(
            URI.create(origin.value() + PATH + "/" + created.id()))
        .entity(created)
        .build();
  }

  @GET
  @Path("{id}")
  @PermissionsAllowed("mcp:read")
  public AgentView get(UUID id) {
    return service.agent(id);
  }

  @PATCH
  @Path("{id}")
  @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
  @PermissionsAllowed("mcp:write")
  public AgentView update(
      UUID id,
      @NotNull
          @RequestBody(content = @Content(schema = @Schema(implementation = AgentRequest.class)))
          ObjectNode patch)
      throws JsonProcessingException {
    return service.update(id, patch);
  }

  @DELETE
  @Path("{id}")
  @PermissionsAllowed("mcp:admin")
  public void delete(UUID id) {
    service.deleteAgent(id);
  }

  /** What its MCP URL shows, whoever asks. */
  @GET
  @Path("{id}/tools")
  @PermissionsAllowed("mcp:read")
  public RestResponse<List<EffectiveTool>> tools(
      UUID id,
      @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT) String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    return service
        .tools(GatewayKind.AGENT, id, PageRequest.of(limit, cursor))
        .response(origin, PATH + "/" + id + "/tools");
  }
}
