package dev.gatehouse.gateway.endpoint;

import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.identity.Admission;
import dev.gatehouse.gateway.identity.Authenticator;
import dev.gatehouse.gateway.identity.Presented;
import dev.gatehouse.gateway.identity.Principal;
import dev.gatehouse.gateway.policy.RateLimits;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.function.Consumer;

/** Lets a request in, or answers it. */
@Singleton
final class Admissions {
  private final Authenticator authenticator;
  private final Refusals refusals;
  private final RateLimits limits;

  Admissions(Authenticator authenticator, Refusals refusals, RateLimits limits) {
    this.authenticator = authenticator;
    this.refusals = refusals;
    this.limits = limits;
  }

  /**
   * @param then gets the caller of a request that is let in
   */
  void admit(HttpServerRequest request, Gateway gateway, Consumer<Principal> then) {
    authenticator
        .admit(Presented.authorization(request, gateway), gateway)
        .onSuccess(admission -> {
          if (!(admission instanceof Admission.Admitted(Principal principal))) {
            refusals.answer(request, gateway, admission);
            return;
          }
          long wait = limits.take(principal.caller(), gateway.id(), gateway.limits(), 1);
          if (wait > 0) {
            refusals.tooMany(request, wait);
          } else {
            then.accept(principal);
          }
        });
  }
}
