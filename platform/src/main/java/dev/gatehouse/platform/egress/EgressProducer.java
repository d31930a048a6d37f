package dev.gatehouse.platform.egress;

import dev.gatehouse.platform.http.ClientSettings;
import dev.gatehouse.platform.http.SafeHttpClient;
import dev.gatehouse.platform.http.TargetGuard;
import dev.gatehouse.platform.http.TargetPolicy;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

@ApplicationScoped
class EgressProducer {

  @Produces
  @Singleton
  TargetPolicy policy(EgressConfig config) {
    return TargetPolicy.allowing(config.allowedPrivateTargets().orElse(List.of()))
        .denying(config.deniedTargets().orElse(List.of()))
        .translating(config.nat64Prefixes())
        .reaching(config.publicPorts(), config.plainHttp())
        .hiding(config.internalDomains().orElse(List.of()));
  }

  @Produces
  @Singleton
  TargetGuard guard(Vertx vertx, TargetPolicy policy) {
    return new TargetGuard(vertx, policy);
  }

  @Produces
  @Singleton
  SafeHttpClient client(Vertx vertx, TargetGuard guard) {
    return new SafeHttpClient(vertx, guard, ClientSettings.defaults());
  }
}
