package dev.gatehouse.registry.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.security.Origin;
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

/** Whole connectors and patterns that a gateway shows, with what they will have. */
@Path("/api/gateways/{id}/rules")
class ToolRuleResource {
  private final ToolRuleService service;
  private final Origin origin;

  ToolRuleResource(ToolRuleService service, Origin origin) {
    this.service = service;
    this.origin = origin;
  }

  /** All of them: a gateway has a hundred at most. */
  @GET
  @PermissionsAllowed("mcp:read")
  public List<ToolRuleView> list(UUID id) {
    return service.list(id);
  }

  @POST
  @APIResponse(
      responseCode = "201",
      description = "It was made.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ToolRuleView.class)))
  @PermissionsAllowed("mcp:write")
  public RestResponse<ToolRuleView> add(UUID id, @NotNull ToolRuleRequest request) {
    ToolRuleView added = service.add(id, request);
    return RestResponse.ResponseBuilder.<ToolRuleView>created(
            URI.create(origin.value() + "/api/gateways/" + id + "/rules/" + added.id()))
        .entity(added)
        .build();
  }

  @GET
  @Path("{rule}")
  @PermissionsAllowed("mcp:read")
  public ToolRuleView get(UUID id, UUID rule) {
    return service.view(id, rule);
  }

  @PATCH
  @Path("{rule}")
  @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
  @PermissionsAllowed("mcp:write")
  public ToolRuleView update(
      UUID id,
      UUID rule,
      @NotNull @RequestBody(content = @Content(schema = @Schema(implementation = ToolFilter.class)))
          ObjectNode patch)
      throws JsonProcessingException {
    return service.update(id, rule, patch);
  }

  /** The tools themselves stay, so writing is enough. */
  @DELETE
  @Path("{rule}")
  @PermissionsAllowed("mcp:write")
  public void remove(UUID id, UUID rule) {
    service.remove(id, rule);
  }
}
