package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.security.Origin;
import dev.gatehouse.registry.page.PageRequest;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What a given member or key would see at a gateway. */
@Path("/api/gateways/{id}/preview")
class PreviewResource {
  private final PreviewService service;
  private final Origin origin;

  PreviewResource(PreviewService service, Origin origin) {
    this.service = service;
    this.origin = origin;
  }

  /**
   * Every tool of the gateway, listed for that caller or not.
   *
   * @param scope of a member's token, space-separated; all unless given
   */
  @GET
  @PermissionsAllowed("mcp:admin")
  public RestResponse<List<PreviewTool>> preview(
      UUID id,
      @QueryParam("user") @Nullable String user,
      @QueryParam("apiKey") @Nullable String apiKey,
      @QueryParam("scope") @Nullable String scope,
      @QueryParam("limit") @DefaultValue(PageRequest.DEFAULT_LIMIT) String limit,
      @QueryParam("cursor") @Nullable String cursor) {
    String query = "?" + part("user", user) + part("apiKey", apiKey) + part("scope", scope);
    return service
        .page(id, user, apiKey, scope, PageRequest.of(limit, cursor))
        .response(origin, "/api/gateways/" + id + "/preview" + query.replaceFirst("&$", ""));
  }

  private static String part(String name, @Nullable String value) {
    return value == null ? "" : name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8) + "&";
  }
}
