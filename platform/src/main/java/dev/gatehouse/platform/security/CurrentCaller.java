package dev.gatehouse.platform.security;

import dev.gatehouse.platform.identity.Caller;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The caller of the current request, as authentication found it. */
@ApplicationScoped
public class CurrentCaller {
  static final String ATTRIBUTE = "gatehouse.caller";
  static final String SERVICE = "gatehouse.service";

  private final CurrentIdentityAssociation association;

  CurrentCaller(CurrentIdentityAssociation association) {
    this.association = association;
  }

  /** The caller, or empty where a request is anonymous or a service's own. */
  public Optional<Caller> find() {
    SecurityIdentity identity = association.getIdentity();
    return Optional.ofNullable(identity.getAttribute(ATTRIBUTE));
  }

  /**
   * @throws IllegalStateException if there is none: the endpoint lacks its authorisation
   */
  public Caller get() {
    return find().orElseThrow(() -> new IllegalStateException("no caller in this request"));
  }

  /** The service that sent a caller assertion, or empty. */
  public Optional<String> service() {
    return Optional.ofNullable(association.getIdentity().getAttribute(SERVICE));
  }
}
