package dev.gatehouse.platform.vault;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where Vault is and how this service signs in to it. */
@ConfigMapping(prefix = "gatehouse.vault")
public interface VaultConfig {

  /** Address of HashiCorp Vault or OpenBao, without the {@code /v1}. */
  String url();

  /** A fixed token; local runs and tests only. */
  Optional<String> token();

  /** Role of Kubernetes authentication; used where no token is set. */
  Optional<String> kubernetesRole();

  /** File of the projected service account token. */
  @WithDefault("/var/run/secrets/kubernetes.io/serviceaccount/token")
  Path kubernetesTokenFile();

  /** Mount of the KV version 2 engine. */
  @WithDefault("gatehouse")
  String kvMount();

  /** Mount of the Transit engine. */
  @WithDefault("transit")
  String transitMount();

  /** Limit of one request to Vault. */
  @WithDefault("5s")
  Duration requestTimeout();
}
