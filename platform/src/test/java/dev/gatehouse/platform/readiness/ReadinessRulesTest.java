package dev.gatehouse.platform.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.platform.security.Origin;
import dev.gatehouse.platform.testing.FixedVaultConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadinessRulesTest {

  @ParameterizedTest
  @CsvSource({
    "https://gatehouse.example.com, PRODUCTION, 0",
    "http://gatehouse.example.com,  PRODUCTION, 1",
    "http://localhost:8080,         PRODUCTION, 1",
    "http://localhost:8080,         LOCAL,      0",
    "http://10.0.0.1:8080,          LOCAL,      1",
    "https://example.com/gatehouse, PRODUCTION, 1",
    "https://example.com?x=1,       PRODUCTION, 1",
    "https://,                      PRODUCTION, 1",
  })
  void theOriginIsAHostThatIsNotSpokenToInClearText(String origin, RunMode mode, int violations) {
    assertThat(new OriginRule(new Origin(origin)).check(mode)).hasSize(violations);
  }

  @ParameterizedTest
  @CsvSource({
    "PRODUCTION,     , gateway, https://vault:8200, ",
    "PRODUCTION,     ,        , https://vault:8200, gatehouse.vault.kubernetes-role",
    "PRODUCTION,     , gateway, http://vault:8200,  gatehouse.vault.url",
    "PRODUCTION, root, gateway, https://vault:8200, gatehouse.vault.token",
    "LOCAL,      root,        , http://127.0.0.1:1, ",
  })
  void theWayToTheVaultMustBeSafeAndComplete(
      RunMode mode, String token, String role, String url, String property) {
    var config =
        new FixedVaultConfig(
            url,
            Optional.ofNullable(token),
            Optional.ofNullable(role),
            Path.of("none"),
            "gatehouse",
            "transit",
            Duration.ofSeconds(5));
    assertThat(new VaultTokenRule(config).check(mode))
        .extracting(ReadinessRule.Violation::property)
        .isEqualTo(Stream.ofNullable(property).toList());
  }

  @Test
  void aViolationKeepsTheServiceFromStartingAndNamesTheProperty() {
    ReadinessGate gate =
        new ReadinessGate(
            List.of(new OriginRule(new Origin("http://gatehouse.example.com"))), "production");
    assertThatThrownBy(() -> gate.onStart(new StartupEvent()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("gatehouse.origin");
  }

  @Test
  void anUnknownModeIsNotTakenForLocal() {
    assertThatThrownBy(() -> RunMode.of("prod")).hasMessageContaining("gatehouse.run-mode");
  }
}
