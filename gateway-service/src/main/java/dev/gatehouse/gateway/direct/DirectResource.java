package dev.gatehouse.gateway.direct;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.gateway.direct.DirectTools.DirectTool;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Direct invocation of tools; also under {@code /agent/mcp}. */
@Path("/api/mcp")
@Produces(MediaType.APPLICATION_JSON)
class DirectResource {
  private final DirectTools tools;
  private final DirectCall call;
  private final CurrentCaller caller;

  DirectResource(DirectTools tools, DirectCall call, CurrentCaller caller) {
    this.tools = tools;
    this.call = call;
    this.caller = caller;
  }

  /**
   * @param connected whether it can be called from here
   */
  record Server(String name, boolean connected, int toolCount) {}

  @GET
  @Path("/servers")
  @Authenticated
  @NonBlocking
  public List<Server> servers() {
    return tools.of(caller.get()).entrySet().stream()
        .map(entry -> server(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Server server(String name, List<DirectTool> found) {
    return new Server(name, found.getFirst().tool().endpoint() != null, found.size());
  }

  @GET
  @Path("/servers/{name}/tools")
  @Authenticated
  @NonBlocking
  public List<JsonNode> tools(@PathParam("name") String name) {
    List<DirectTool> found = tools.of(caller.get()).get(name);
    if (found == null) {
      throw ProblemException.of(CommonProblem.NOT_FOUND, "There is no such server");
    }
    return found.stream().map(DirectResource::definition).toList();
  }

  /** Under its own name, which a gateway may have changed. */
  private static JsonNode definition(DirectTool found) {
    try {
      ObjectNode definition = (ObjectNode) Json.mapper().readTree(found.tool().definition());
      return definition.put("name", found.tool().upstreamName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param arguments none if null
   */
  record Execution(
      @Nullable String server, @Nullable String tool, @Nullable Map<String, JsonNode> arguments) {}

  /** Calls a tool; answers its result object as it came, {@code isError} included. */
  @POST
  @Path("/execute")
  @Consumes(MediaType.APPLICATION_JSON)
  @Authenticated
  @NonBlocking
  public Uni<Response> execute(@Nullable Execution execution, @Context HttpServerRequest request) {
    String server = execution == null ? null : execution.server();
    String tool = execution == null ? null : execution.tool();
    if (execution == null || server == null || tool == null) {
      throw ProblemException.of(CommonProblem.INVALID, "server and tool are needed");
    }
    return tools
        .find(caller.get(), server, tool)
        .map(found -> call.make(caller.get(), found, execution.arguments(), request))
        .orElseGet(() -> unknown(server, tool, request));
  }

  private Uni<Response> unknown(String server, String tool, HttpServerRequest request) {
    return tools
        .anyGateway(caller.get())
        .map(gateway -> call.refuse(caller.get(), gateway, server + "/" + tool, request))
        .orElseThrow(DirectCall::notFound);
  }
}
