package dev.gatehouse.registry.server;

import dev.gatehouse.platform.security.CurrentCaller;
import jakarta.ws.rs.Path;

/** The API under {@code /v0}. */
@Path("/v0")
class RegistryApiV0 extends RegistryApi {
  RegistryApiV0(ServerQueries queries, Publications publications, CurrentCaller callers) {
    super(queries, publications, callers);
  }
}
