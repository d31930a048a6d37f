package dev.gatehouse.platform.readiness;

import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Applies every {@link ReadinessRule} before anything else starts; one violation is enough. */
@ApplicationScoped
class ReadinessGate {
  private final List<ReadinessRule> rules;
  private final String mode;

  ReadinessGate(
      @All List<ReadinessRule> rules,
      @ConfigProperty(name = "gatehouse.run-mode", defaultValue = "production") String mode) {
    this.rules = rules;
    this.mode = mode;
  }

  void onStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
    RunMode runMode = RunMode.of(mode);
    String violations =
        rules.stream()
            .flatMap(rule -> rule.check(runMode).stream())
            .map(ReadinessRule.Violation::toString)
            .collect(Collectors.joining("\n  "));
    if (!violations.isEmpty()) {
      throw new ConfigurationException(
          "This service must not start as configured:\n  " + violations);
    }
  }
}
