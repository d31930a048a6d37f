package dev.gatehouse.registry.starter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import dev.gatehouse.platform.security.Origin;
import dev.gatehouse.registry.connector.ConnectorCreation;
import dev.gatehouse.registry.connector.ConnectorCreation.Made;
import dev.gatehouse.registry.server.ServerQueries;
import dev.gatehouse.registry.server.ServerRow;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

/** From a server of the catalogue to a connector: what it asks for, and the connector itself. */
@Path("/api/mcp-registry/servers/{serverName}/versions/{version}/connector")
class StarterResource {
  private final ServerQueries servers;
  private final Starters starters;
  private final CurrentCaller callers;
  private final Origin origin;

  StarterResource(ServerQueries servers, Starters starters, CurrentCaller callers, Origin origin) {
    this.servers = servers;
    this.starters = starters;
    this.callers = callers;
    this.origin = origin;
  }

  /** The ways to reach a server. */
  record Options(String name, String version, List<Option> options) {}

  @GET
  @PermissionsAllowed("mcp:read")
  public Options options(String serverName, String version) {
    ServerRow server = find(serverName, version);
    return new Options(server.name(), server.version(), starters.options(server.document()));
  }

  @POST
  @APIResponse(
      responseCode = "201",
      description = "The connector, as /api/mcps shows it.",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = JsonNode.class)))
  @PermissionsAllowed("mcp:write")
  public RestResponse<JsonNode> create(
      String serverName, String version, @NotNull StarterRequest request) {
    Made made = starters.create(find(serverName, version).document(), request);
    return RestResponse.ResponseBuilder.<JsonNode>created(
            URI.create(origin.value() + ConnectorCreation.PATH + "/" + made.id()))
        .entity(made.view())
        .build();
  }

  private ServerRow find(String name, String version) {
    return servers
        .find(
            callers.get().organisation(), name.replace("\0", ""), version.replace("\0", ""), false)
        .orElseThrow(
            () -> ProblemException.of(CommonProblem.NOT_FOUND, "There is no such server."));
  }
}
