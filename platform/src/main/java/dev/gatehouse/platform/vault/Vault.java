package dev.gatehouse.platform.vault;

import io.quarkus.vault.client.VaultClient;
import io.quarkus.vault.client.VaultClientException;
import io.quarkus.vault.client.auth.VaultKubernetesAuthOptions;
import io.quarkus.vault.client.http.jdk.JDKVaultHttpClient;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The connection to Vault. Nothing is sent before the first use, so that Vault away does not keep a
 * service from starting. Calls block: use a worker or virtual thread.
 */
public final class Vault {
  private final VaultClient client;
  private final Duration timeout;
  private final String kvMount;
  private final String transitMount;

  public Vault(VaultConfig config) {
    this.timeout = config.requestTimeout();
    this.kvMount = config.kvMount();
    this.transitMount = config.transitMount();
    VaultClient.Builder builder =
        VaultClient.builder()
            .executor(
                new JDKVaultHttpClient(HttpClient.newBuilder().connectTimeout(timeout).build()))
            .baseUrl(config.url())
            .requestTimeout(timeout);
    config
        .token()
        .ifPresentOrElse(
            builder::clientToken,
            () ->
                config
                    .kubernetesRole()
                    .ifPresent(role ->
                        builder.kubernetes(
                            VaultKubernetesAuthOptions.builder()
                                .role(role)
                                .jwtTokenPath(config.kubernetesTokenFile())
                                .build())));
    this.client = builder.build();
  }

  /** Secrets as documents with versions. */
  public SecretStore secrets() {
    return new SecretStore(this, client.secrets().kv2(kvMount));
  }

  /** Encryption by keys that never leave Vault. */
  public Transit transit() {
    return new Transit(this, client.secrets().transit(transitMount));
  }

  <T> T await(String operation, CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(timeout.toMillis() * 2, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure(operation, e.getCause());
    } catch (TimeoutException e) {
      throw new VaultException(VaultException.Kind.UNAVAILABLE, operation, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VaultException(VaultException.Kind.UNAVAILABLE, operation, e);
    }
  }

  private static VaultException failure(String operation, @Nullable Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof VaultClientException refused && refused.getStatus() != null) {
      return new VaultException(kind(refused), operation, cause);
    }
    return new VaultException(VaultException.Kind.UNAVAILABLE, operation, cause);
  }

  private static VaultException.Kind kind(VaultClientException refused) {
    return switch (refused.getStatus()) {
      case 404 -> VaultException.Kind.NOT_FOUND;
      case 403 -> VaultException.Kind.DENIED;
      case 400 ->
          refused.hasErrorContaining("check-and-set")
              ? VaultException.Kind.CONFLICT
              : VaultException.Kind.DENIED;
      default -> VaultException.Kind.UNAVAILABLE;
    };
  }
}
