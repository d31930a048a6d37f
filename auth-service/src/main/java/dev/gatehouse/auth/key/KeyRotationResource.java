package dev.gatehouse.auth.key;

import com.nimbusds.jose.jwk.JWK;
import dev.gatehouse.platform.event.AuditRecord.Actor;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Rotation by command. */
@Path("/internal/signing-keys/rotate")
@Produces(MediaType.APPLICATION_JSON)
class KeyRotationResource {
  private final KeyRotation rotation;
  private final KeyRing ring;

  KeyRotationResource(KeyRotation rotation, KeyRing ring) {
    this.rotation = rotation;
    this.ring = ring;
  }

  /**
   * Publishes the next key; does nothing while one waits for its time.
   *
   * @param discard whether the present keys are given up at once, with all tokens that they signed:
   *     for when somebody else may have them
   */
  @POST
  @RolesAllowed("service:launcher")
  public View rotate(@QueryParam("discard") @DefaultValue("false") boolean discard) {
    Actor operator = Actor.service("launcher");
    if (discard) {
      rotation.discard(operator);
    } else {
      rotation.now(operator);
    }
    return new View(
        ring.signing().getKeyID(), ring.verifying().getKeys().stream().map(JWK::getKeyID).toList());
  }

  /**
   * @param signing id of the key that signs now
   * @param published ids of all keys that resource servers see
   */
  record View(String signing, List<String> published) {}
}
