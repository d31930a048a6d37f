package dev.gatehouse.registry.connector;

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

/** MCP servers as connectors. */
@Path(ConnectorResource.PATH)
class ConnectorResource {
  static final String PATH = "/api/mcps";

  private final ConnectorService service;
  private final ConnectorQueries queries;
  private final Origin origin;

  ConnectorResource(ConnectorService service, ConnectorQueries queries, Origin origin) {
    this.service = service;
    this.queries = queries;
    this.origin = origin;
  }

  @GET
  @PermissionsAllowed("mcp:read")
  public RestResponse<List<ConnectorView>> list(
      @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT) String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    return queries.page(PageRequest.of(limit, cursor)).response(origin, PATH);
  }

  @POST
  @APIResponse(
      responseCode = "201",
      description = "It was made.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ConnectorView.class)))
  @PermissionsAllowed("mcp:write")
  public RestResponse<ConnectorView> create(@NotNull ConnectorRequest request) {
    ConnectorView created = service.create(request);
    return RestResponse.ResponseBuilder.<ConnectorView>created(
            URI.create(origin.value() + PATH + "/" + created.id()))
        .entity(created)
        .build();
  }

  @GET
  @Path("{id}")
  @PermissionsAllowed("mcp:read")
  public ConnectorView get(UUID id) {
    return queries.view(id);
  }

  @PATCH
  @Path("{id}")
  @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
  @PermissionsAllowed("mcp:write")
  public ConnectorView update(
      UUID id,
      @NotNull
          @RequestBody(
              content = @Content(schema = @Schema(implementation = ConnectorRequest.class)))
          ObjectNode patch)
      throws JsonProcessingException {
    return service.update(id, patch);
  }

  @DELETE
  @Path("{id}")
  @PermissionsAllowed("mcp:admin")
  public void delete(UUID id) {
    service.delete(id);
  }
}
