package dev.gatehouse.auth.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Providers can be configured by environment variables alone. */
class ProviderEnvironmentTest {
  private static final String PREFIX = "GATEHOUSE_SIGN_IN_PROVIDERS_";

  @Test
  void takesProvidersFromTheEnvironment() {
    ProviderConfig config =
        of(
            Map.of(
                PREFIX + "CORP_LABEL", "Example Corp",
                PREFIX + "CORP_ISSUER", "https://sso.example.com/realms/corp",
                PREFIX + "CORP_CLIENT_ID", "gatehouse",
                PREFIX + "CORP_CLIENT_SECRET", "a secret",
                PREFIX + "CORP_OPEN_TO_ALL", "true",
                PREFIX + "OTHER_LABEL", "Other",
                PREFIX + "OTHER_ISSUER", "https://other.example",
                PREFIX + "OTHER_CLIENT_ID", "gatehouse"));
    assertThat(config.byName()).containsOnlyKeys("corp", "other");
    ProviderConfig.Provider corp = config.byName().get("corp");
    assertThat(corp.label()).isEqualTo("Example Corp");
    assertThat(corp.issuer()).isEqualTo("https://sso.example.com/realms/corp");
    assertThat(corp.clientId()).isEqualTo("gatehouse");
    assertThat(corp.clientSecret()).contains("a secret");
    assertThat(corp.openToAll()).isTrue();
    assertThat(corp.scope()).isEqualTo("openid profile");
  }

  private static ProviderConfig of(Map<String, String> environment) {
    return new SmallRyeConfigBuilder()
        .withMapping(ProviderConfig.class)
        .withSources(new EnvConfigSource(environment, 300))
        .build()
        .getConfigMapping(ProviderConfig.class);
  }
}
