package dev.gatehouse.registry.tool;

import dev.gatehouse.platform.security.Origin;
import dev.gatehouse.registry.page.PageRequest;
import dev.gatehouse.registry.tool.DefinitionVersion.Verdict;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Tools of a connector, and decisions about their changes. */
@Path("/api/mcps/{id}/tools")
class ToolResource {
  private final ToolService service;
  private final ToolDecisions decisions;
  private final Origin origin;

  ToolResource(ToolService service, ToolDecisions decisions, Origin origin) {
    this.service = service;
    this.decisions = decisions;
    this.origin = origin;
  }

  /**
   * Body of a decision; may be left out.
   *
   * @param hash of the definition that was looked at: another one is not decided about
   */
  record Decision(@Nullable String hash) {}

  @GET
  @PermissionsAllowed("mcp:read")
  public RestResponse<List<ToolView>> list(
      UUID id,
      @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT) String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    return service
        .page(id, PageRequest.of(limit, cursor))
        .response(origin, "/api/mcps/" + id + "/tools");
  }

  @GET
  @Path("{tool}")
  @PermissionsAllowed("mcp:read")
  public ToolDetailView get(UUID id, UUID tool) {
    return service.detail(id, tool);
  }

  /** Approves several changed definitions, all or none. */
  @POST
  @Path("approve")
  @PermissionsAllowed("mcp:write")
  public List<ToolView> approveAll(UUID id, @NotNull BulkDecision decision) {
    return decisions.decide(id, decision, Verdict.APPROVED);
  }

  /** Rejects several changed definitions, all or none. */
  @POST
  @Path("reject")
  @PermissionsAllowed("mcp:write")
  public List<ToolView> rejectAll(UUID id, @NotNull BulkDecision decision) {
    return decisions.decide(id, decision, Verdict.REJECTED);
  }

  @POST
  @Path("{tool}/approve")
  @PermissionsAllowed("mcp:write")
  public ToolView approve(UUID id, UUID tool, @Nullable Decision decision) {
    return decisions.decide(id, tool, decision == null ? null : decision.hash(), Verdict.APPROVED);
  }

  @POST
  @Path("{tool}/reject")
  @PermissionsAllowed("mcp:write")
  public ToolView reject(UUID id, UUID tool, @Nullable Decision decision) {
    return decisions.decide(id, tool, decision == null ? null : decision.hash(), Verdict.REJECTED);
  }
}
