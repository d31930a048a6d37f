package dev.gatehouse.registry.server;

import dev.gatehouse.platform.security.CurrentCaller;
import jakarta.ws.rs.Path;

/** The API under {@code /v0.1}. */
@Path("/v0.1")
class RegistryApiV01 extends RegistryApi {
  RegistryApiV01(ServerQueries queries, Publications publications, CurrentCaller callers) {
    super(queries, publications, callers);
  }
}
