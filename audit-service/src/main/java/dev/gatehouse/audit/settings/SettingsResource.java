package dev.gatehouse.audit.settings;

import dev.gatehouse.platform.security.CurrentCaller;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the caller's organisation wants of its audit records. */
@Path("/api/audit/settings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit")
class SettingsResource {
  private final SettingsService settings;
  private final RetentionChoice retention;
  private final CurrentCaller callers;

  SettingsResource(SettingsService settings, RetentionChoice retention, CurrentCaller callers) {
    this.settings = settings;
    this.retention = retention;
    this.callers = callers;
  }

  @GET
  @PermissionsAllowed("mcp:read")
  @Operation(operationId = "getAuditSettings", summary = "What is kept, and for how long")
  public SettingsDocument get() {
    return settings.get(callers.get());
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @PermissionsAllowed("mcp:admin")
  @Operation(
      operationId = "putAuditSettings",
      summary = "Replaces them; holds for what comes after")
  public SettingsDocument put(@NotNull SettingsDocument wanted) {
    SettingsDocument stored = settings.put(callers.get(), wanted);
    retention.forget(); // committed by now; other replicas hear of it within half a minute
    return stored;
  }
}
