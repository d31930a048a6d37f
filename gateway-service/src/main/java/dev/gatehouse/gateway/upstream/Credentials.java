package dev.gatehouse.gateway.upstream;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.platform.event.CatalogEvent.CredentialReference;
import dev.gatehouse.platform.vault.SecretStore;
import dev.gatehouse.platform.vault.Vault;
import dev.gatehouse.platform.vault.VaultException;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Headers that a connector's credential consists of. Read from Vault on a virtual thread, kept in
 * memory at most {@link CredentialConfig#goodFor}, never written anywhere.
 */
@Singleton
public final class Credentials {
  private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);
  private static final long MAX_ENTRIES = 100_000;

  private final SecretStore secrets;
  private final AsyncLoadingCache<CredentialReference, Map<String, String>> cache;

  Credentials(Vault vault, CredentialConfig config) {
    this.secrets = vault.secrets();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    this.cache =
        Caffeine.newBuilder()
            .executor(threads)
            .maximumSize(MAX_ENTRIES)
            .expireAfterWrite(config.goodFor())
            .refreshAfterWrite(config.refreshAfter())
            .buildAsync(this::read);
  }

  /**
   * The headers to send; fails with {@link VaultException}. Completed at once for what is in
   * memory.
   *
   * @param reference null for a connector without a credential
   */
  CompletableFuture<Map<String, String>> headers(@Nullable CredentialReference reference) {
    return reference == null ? CompletableFuture.completedFuture(Map.of()) : cache.get(reference);
  }

  private Map<String, Object> secret(CredentialReference reference) {
    try {
      return secrets.read(reference.path(), reference.version());
    } catch (VaultException e) {
      LOG.warn("A connector's credential cannot be read: {} {}", reference.path(), e.kind());
      throw e;
    }
  }

  private Map<String, String> read(CredentialReference reference) {
    Map<String, Object> data = secret(reference);
    Map<String, String> headers = new HashMap<>();
    if (data.get("headers") instanceof Map<?, ?> given) {
      given.forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
    }
    return Map.copyOf(headers);
  }
}
