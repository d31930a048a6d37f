package dev.gatehouse.registry.catalog;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** For the launcher and operators: publishes the catalogue again. */
@Path("/internal/catalog/replay")
class ReplayResource {
  private final CatalogReplay replay;

  ReplayResource(CatalogReplay replay) {
    this.replay = replay;
  }

  /** What was done. */
  record Replayed(int organisations) {}

  @POST
  @RolesAllowed("service:launcher")
  public Replayed replay() {
    return new Replayed(replay.run());
  }
}
