package dev.gatehouse.registry.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.change.EntityTags;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.problem.ProblemType;
import dev.gatehouse.platform.security.CurrentCaller;
import dev.gatehouse.registry.text.StorableText;
import io.quarkus.security.PermissionsAllowed;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/**
 * The API of the official MCP registry. Reading needs no sign-in: without it there are the public
 * servers, with it the caller's organisation's own too. Publishing is for one's own organisation.
 */
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
abstract class RegistryApi {
  /** Of the OpenAPI document, which says by itself what needs it, but for inherited methods. */
  private static final String SCHEME = "SecurityScheme";

  private static final ProblemType NOT_IMPLEMENTED =
      new ProblemType("not-implemented", 501, "This registry does not do that");

  private final ServerQueries queries;
  private final Publications publications;
  private final CurrentCaller callers;

  RegistryApi(ServerQueries queries, Publications publications, CurrentCaller callers) {
    this.queries = queries;
    this.publications = publications;
    this.callers = callers;
  }

  @GET
  @Path("servers")
  @APIResponse(
      responseCode = "200",
      description = "As asked for.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RegistryAnswers.ServerList.class)))
  @APIResponse(
      responseCode = "default",
      description = "What went wrong.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RegistryAnswers.RegistryError.class)))
  @PermitAll
  public Response list(
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @DefaultValue(ListRequest.DEFAULT_LIMIT) String limit,
      @QueryParam("search") @Nullable String search,
      @QueryParam("updated_since") @Nullable String updatedSince,
      @QueryParam("version") @Nullable String version,
      @QueryParam("include_deleted") @Nullable String includeDeleted) {
    ListRequest request =
        ListRequest.of(cursor, limit, search, updatedSince, version, includeDeleted);
    return ok(queries.page(organisation(), request).body());
  }

  @GET
  @Path("servers/{serverName}/versions")
  @APIResponse(
      responseCode = "200",
      description = "As asked for.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RegistryAnswers.ServerList.class)))
  @APIResponse(
      responseCode = "default",
      description = "What went wrong.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RegistryAnswers.RegistryError.class)))
  @PermitAll
  public Response versions(
      String serverName, @QueryParam("include_deleted") @Nullable String includeDeleted) {
    boolean all = "true".equals(includeDeleted);
    List<ServerRow> versions = queries.versions(organisation(), text(serverName), all);
    if (versions.isEmpty()) {
      throw Publications.notFound("Server not found");
    }
    byte[] body = new ServerPage(versions, null).body();
    // The change of all versions counts the deleted ones: a tag without them would never be good.
    return all ? tagged(ServerRow.revision(versions), body) : ok(body);
  }

  @GET
  @Path("servers/{serverName}/versions/{version}")
  @APIResponse(
      responseCode = "200",
      description = "As asked for.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RegistryAnswers.ServerResponse.class)))
  @APIResponse(
      responseCode = "default",
      description = "What went wrong.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RegistryAnswers.RegistryError.class)))
  @PermitAll
  public Response version(
      String serverName,
      String version,
      @QueryParam("include_deleted") @Nullable String includeDeleted) {
    ServerRow found =
        queries
            .find(organisation(), text(serverName), text(version), "true".equals(includeDeleted))
            .orElseThrow(() -> Publications.notFound("Server not found"));
    return tagged(found.revision(), ServerPage.write(found::write));
  }

  @POST
  @Path("publish")
  @APIResponse(
      responseCode = "200",
      description = "As asked for.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RegistryAnswers.ServerResponse.class)))
  @APIResponse(
      responseCode = "default",
      description = "What went wrong.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RegistryAnswers.RegistryError.class)))
  @PermissionsAllowed("mcp:write")
  @SecurityRequirement(name = SCHEME)
  public Response publish(@NotNull ObjectNode server) {
    return changed(publications.publish(callers.get().organisation(), server));
  }

  @PATCH
  @Path("servers/{serverName}/versions/{version}/status")
  @APIResponse(
      responseCode = "200",
      description = "As asked for.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RegistryAnswers.ServerResponse.class)))
  @APIResponse(
      responseCode = "default",
      description = "What went wrong.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RegistryAnswers.RegistryError.class)))
  @PermissionsAllowed("mcp:write")
  @SecurityRequirement(name = SCHEME)
  public Response changeStatus(
      String serverName, String version, Publications.@NotNull StatusChange change) {
    return changed(
        publications.change(callers.get().organisation(), text(serverName), text(version), change));
  }

  @PATCH
  @Path("servers/{serverName}/status")
  @APIResponse(
      responseCode = "200",
      description = "As asked for.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RegistryAnswers.AllVersionsStatusResponse.class)))
  @APIResponse(
      responseCode = "default",
      description = "What went wrong.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RegistryAnswers.RegistryError.class)))
  @PermissionsAllowed("mcp:write")
  @SecurityRequirement(name = SCHEME)
  public Response changeStatusOfAll(String serverName, Publications.@NotNull StatusChange change) {
    List<ServerRow> changed =
        publications.changeAll(callers.get().organisation(), text(serverName), change);
    ObjectNode answer = Json.mapper().createObjectNode().put("updatedCount", changed.size());
    changed.forEach(row -> answer.withArray("servers").add(tree(row)));
    return Response.ok(answer, MediaType.APPLICATION_JSON_TYPE).build();
  }

  @PUT
  @Path("servers/{serverName}/versions/{version}")
  @APIResponse(
      responseCode = "200",
      description = "As asked for.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RegistryAnswers.ServerResponse.class)))
  @APIResponse(
      responseCode = "default",
      description = "What went wrong.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RegistryAnswers.RegistryError.class)))
  @PermissionsAllowed("mcp:write")
  @SecurityRequirement(name = SCHEME)
  public Response replace(String serverName, String version) {
    throw ProblemException.of(
        NOT_IMPLEMENTED, "Versions do not change; publish another one instead.");
  }

  @DELETE
  @Path("servers/{serverName}/versions/{version}")
  @APIResponse(
      responseCode = "200",
      description = "As asked for.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RegistryAnswers.ServerResponse.class)))
  @APIResponse(
      responseCode = "default",
      description = "What went wrong.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RegistryAnswers.RegistryError.class)))
  @PermissionsAllowed("mcp:write")
  @SecurityRequirement(name = SCHEME)
  public Response delete(String serverName, String version) {
    throw ProblemException.of(
        NOT_IMPLEMENTED, "Versions are not deleted; set the status to deleted instead.");
  }

  /** The organisation whose own servers are seen; a key of one gateway sees public ones alone. */
  private @Nullable String organisation() {
    return callers
        .find()
        .filter(caller -> caller.gateway() == null)
        .map(Caller::organisation)
        .orElse(null);
  }

  private static String text(String name) {
    if (!StorableText.is(name)) {
      throw Publications.notFound("Server not found");
    }
    return name;
  }

  /** A change is answered with a tree, which can be kept for a request that comes again. */
  private static Response changed(ServerRow server) {
    return Response.ok(tree(server), MediaType.APPLICATION_JSON_TYPE).build();
  }

  private static JsonNode tree(ServerRow server) {
    try {
      return Json.mapper().readTree(ServerPage.write(server::write));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Response tagged(long revision, byte[] body) {
    return Response.ok(body, MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.ETAG, EntityTags.of(revision))
        .build();
  }

  private static Response ok(byte[] body) {
    return Response.ok(body, MediaType.APPLICATION_JSON_TYPE).build();
  }
}
