package dev.gatehouse.registry.connector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
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

/** Connectors of every kind; {@code /api/mcps} has those that are MCP servers, with their tools. */
@Path(AnyConnectorResource.PATH)
class AnyConnectorResource {
  static final String PATH = "/api/connectors";

  private final ConnectorService service;
  private final ConnectorQueries queries;
  private final Origin origin;
  private final ObjectMapper mapper;

  AnyConnectorResource(
      ConnectorService service, ConnectorQueries queries, Origin origin, ObjectMapper mapper) {
    this.service = service;
    this.queries = queries;
    this.origin = origin;
    this.mapper = mapper;
  }

  @GET
  @PermissionsAllowed("mcp:read")
  public RestResponse<List<AnyConnectorView>> list(
      @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT) String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    return queries.pageOfAny(PageRequest.of(limit, cursor)).response(origin, PATH);
  }

  @POST
  @APIResponse(
      responseCode = "201",
      description = "It was made.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = AnyConnectorView.class)))
  @PermissionsAllowed("mcp:write")
  public RestResponse<AnyConnectorView> create(@NotNull AnyConnectorRequest request)
      throws JsonProcessingException {
    if (request.kind() == null) {
      throw ProblemException.invalid(List.of(new FieldError("/kind", "is required")));
    }
    AnyConnectorView created =
        queries.viewOfAny(inMcp(() -> service.create(request.request()).id()));
    return RestResponse.ResponseBuilder.<AnyConnectorView>created(
            URI.create(origin.value() + PATH + "/" + created.id()))
        .entity(created)
        .build();
  }

  @GET
  @Path("{id}")
  @PermissionsAllowed("mcp:read")
  public AnyConnectorView get(UUID id) {
    return queries.viewOfAny(id);
  }

  /** A merge patch (RFC 7396); the kind stays. */
  @PATCH
  @Path("{id}")
  @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
  @PermissionsAllowed("mcp:write")
  public AnyConnectorView update(
      UUID id,
      @NotNull
          @RequestBody(
              content = @Content(schema = @Schema(implementation = AnyConnectorRequest.class)))
          ObjectNode patch)
      throws JsonProcessingException {
    mapper.treeToValue(patch, AnyConnectorRequest.class); // says where it has another form
    if (patch.has("kind")) {
      throw ProblemException.invalid(List.of(new FieldError("/kind", "cannot be changed")));
    }
    ObjectNode flat = patch.deepCopy();
    JsonNode mcp = flat.remove("mcp");
    if (mcp instanceof ObjectNode settings) {
      flat.setAll(settings);
    }
    inMcp(() -> service.update(id, flat));
    return queries.viewOfAny(id);
  }

  /** Carries out a change; what is wrong in the settings of the kind is told by its place there. */
  private static <T> T inMcp(Change<T> change) throws JsonProcessingException {
    try {
      return change.make();
    } catch (ProblemException e) {
      if (e.errors().isEmpty()) {
        throw e;
      }
      throw ProblemException.invalid(e.errors().stream().map(AnyConnectorResource::inMcp).toList());
    }
  }

  private static FieldError inMcp(FieldError error) {
    String[] parts = error.pointer().split("/", 3);
    boolean ofKind = parts.length > 1 && McpSettings.FIELDS.contains(parts[1]);
    return ofKind ? new FieldError("/mcp" + error.pointer(), error.detail()) : error;
  }

  @FunctionalInterface
  private interface Change<T> {
    T make() throws JsonProcessingException;
  }

  @DELETE
  @Path("{id}")
  @PermissionsAllowed("mcp:admin")
  public void delete(UUID id) {
    service.delete(id);
  }
}
