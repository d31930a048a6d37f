package dev.gatehouse.registry.feature;

import dev.gatehouse.platform.event.FeatureKind;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.Origin;
import dev.gatehouse.registry.connector.ConnectorRepository;
import dev.gatehouse.registry.page.PageRequest;
import io.quarkus.security.PermissionsAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Resources, resource templates and prompts of a connector. */
@Path("/api/mcps/{id}")
class FeatureResource {
  private final ConnectorRepository connectors;
  private final FeatureRepository features;
  private final Origin origin;

  FeatureResource(ConnectorRepository connectors, FeatureRepository features, Origin origin) {
    this.connectors = connectors;
    this.features = features;
    this.origin = origin;
  }

  @GET
  @Path("resources")
  @PermissionsAllowed("mcp:read")
  @Transactional
  public RestResponse<List<FeatureView>> resources(
      UUID id,
      @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT) String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    return page(id, FeatureKind.RESOURCE, "resources", PageRequest.of(limit, cursor));
  }

  @GET
  @Path("resource-templates")
  @PermissionsAllowed("mcp:read")
  @Transactional
  public RestResponse<List<FeatureView>> resourceTemplates(
      UUID id,
      @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT) String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    return page(
        id, FeatureKind.RESOURCE_TEMPLATE, "resource-templates", PageRequest.of(limit, cursor));
  }

  @GET
  @Path("prompts")
  @PermissionsAllowed("mcp:read")
  @Transactional
  public RestResponse<List<FeatureView>> prompts(
      UUID id,
      @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT) String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    return page(id, FeatureKind.PROMPT, "prompts", PageRequest.of(limit, cursor));
  }

  private RestResponse<List<FeatureView>> page(
      UUID connector, FeatureKind kind, String path, PageRequest request) {
    if (connectors.findByIdOptional(connector).isEmpty()) {
      throw ProblemException.of(CommonProblem.NOT_FOUND, "There is no such connector.");
    }
    return features
        .page(connector, kind, request)
        .map(found -> found.stream().map(FeatureView::of).toList())
        .response(origin, "/api/mcps/" + connector + "/" + path);
  }
}
