package dev.gatehouse.platform.testing;

import dev.gatehouse.platform.vault.VaultConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A way to a vault that comes from no configuration; {@code toString} does not show the token. */
public record FixedVaultConfig(
    String url,
    Optional<String> token,
    Optional<String> kubernetesRole,
    Path kubernetesTokenFile,
    String kvMount,
    String transitMount,
    Duration requestTimeout)
    implements VaultConfig {

  /** To a vault that was set up as {@link BackingServices} does. */
  public static VaultConfig of(String url, String token) {
    return new FixedVaultConfig(
        url,
        Optional.of(token),
        Optional.empty(),
        Path.of("none"),
        "gatehouse",
        "transit",
        Duration.ofSeconds(5));
  }

  @Override
  public String toString() {
    return "FixedVaultConfig[url=" + url + "]";
  }
}
