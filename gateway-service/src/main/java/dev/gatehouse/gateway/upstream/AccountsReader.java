package dev.gatehouse.gateway.upstream;

import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.kafka.CompactedTopicReader;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Starts to read accounts with the service; ready once all that there were are known. */
@Readiness
@ApplicationScoped
class AccountsReader implements HealthCheck {
  private final CompactedTopicReader reader;

  AccountsReader(@Identifier("credential") CompactedTopicReader reader) {
    this.reader = reader;
  }

  @Produces
  @Singleton
  @Startup
  @Identifier("credential")
  static CompactedTopicReader reader(
      @Identifier("default-kafka-broker") Map<String, Object> kafka, Accounts accounts) {
    CompactedTopicReader reader =
        new CompactedTopicReader(List.of(Topics.CREDENTIAL), kafka, accounts);
    reader.start();
    return reader;
  }

  static void close(@Disposes @Identifier("credential") CompactedTopicReader reader)
      throws InterruptedException {
    reader.close();
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("account view").status(reader.caughtUp()).build();
  }
}
