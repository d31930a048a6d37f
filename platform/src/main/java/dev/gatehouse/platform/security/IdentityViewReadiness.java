package dev.gatehouse.platform.security;

import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.kafka.CompactedTopicReader;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once all organisations, members and keys that existed at the start are known here. */
@Readiness
@ApplicationScoped
class IdentityViewReadiness implements HealthCheck {
  private final CompactedTopicReader reader;
  private final IdentityView view;

  IdentityViewReadiness(@Identifier("identity") CompactedTopicReader reader, IdentityView view) {
    this.reader = reader;
    this.view = view;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("identity view")
        .status(reader.caughtUp())
        .withData("complete-until", view.completeUntil().toString())
        .build();
  }
}
