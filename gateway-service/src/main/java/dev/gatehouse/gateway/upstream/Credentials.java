package dev.gatehouse.gateway.upstream;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.event.CatalogEvent.CredentialReference;
import dev.gatehouse.platform.event.CredentialEvent.CredentialRotated;
import dev.gatehouse.platform.vault.SecretStore;
import dev.gatehouse.platform.vault.Transit;
import dev.gatehouse.platform.vault.Vault;
import dev.gatehouse.platform.vault.VaultException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Headers, or variables of a process, that a connector's credential consists of. Read from Vault on
 * a virtual thread, kept in memory at most {@link CredentialConfig#goodFor}, never written
 * anywhere.
 */
@Singleton
public final class Credentials {
  private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);
  private static final long MAX_ENTRIES = 100_000;

  private final SecretStore secrets;
  private final AsyncLoadingCache<CredentialReference, Map<String, String>> headers;
  private final AsyncLoadingCache<CredentialReference, Map<String, String>> environments;
  private final AsyncLoadingCache<Ciphertext, String> tokens;
  private final Transit transit;
  private final Accounts accounts;

  /** An access token as it is told of; another one is another entry. */
  private record Ciphertext(String organisation, String value) {}

  /** There is no account with which this user could call the connector. */
  static final class NotConnectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotConnectedException() {
      super("no account is connected", null, false, false);
    }
  }

  Credentials(Vault vault, CredentialConfig config, Accounts accounts) {
    this.secrets = vault.secrets();
    this.transit = vault.transit();
    this.accounts = accounts;
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    this.headers = cache(threads, config, "headers");
    this.environments = cache(threads, config, "env");
    this.tokens =
        Caffeine.newBuilder()
            .executor(threads)
            .maximumSize(MAX_ENTRIES)
            .expireAfterWrite(config.goodFor())
            .refreshAfterWrite(config.refreshAfter())
            .buildAsync(this::decrypt);
  }

  private AsyncLoadingCache<CredentialReference, Map<String, String>> cache(
      ExecutorService threads, CredentialConfig config, String member) {
    return Caffeine.newBuilder()
        .executor(threads)
        .maximumSize(MAX_ENTRIES)
        .expireAfterWrite(config.goodFor())
        .refreshAfterWrite(config.refreshAfter())
        .buildAsync(reference -> read(reference, member));
  }

  /**
   * The headers to send; fails with {@link VaultException}. Completed at once for what is in
   * memory.
   *
   * @param reference null for a connector without a credential
   */
  CompletableFuture<Map<String, String>> headers(@Nullable CredentialReference reference) {
    return get(headers, reference);
  }

  /**
   * The headers of a connector for one user: fixed ones, and a token where it has OAuth. Fails with
   * {@link NotConnectedException} if there is no account, with {@link VaultException} if it cannot
   * be read.
   */
  CompletableFuture<Map<String, String>> headers(
      ConnectorManifest connector, @Nullable String user) {
    CompletableFuture<Map<String, String>> fixed = headers(connector.credential());
    if (connector.oauth() == null) {
      return fixed;
    }
    Optional<CredentialRotated> account = accounts.find(connector, user);
    return account.isEmpty()
        ? CompletableFuture.failedFuture(new NotConnectedException())
        : fixed.thenCombine(
            tokens.get(new Ciphertext(connector.organisation(), account.get().ciphertext())),
            Credentials::with);
  }

  /**
   * Whether a call was made with the token of this account, and not with one from before it was
   * renewed. False also where the token is not in memory any more.
   *
   * @param shown the headers of the call
   */
  boolean isOf(CredentialRotated account, Map<String, String> shown) {
    CompletableFuture<String> token =
        tokens.getIfPresent(new Ciphertext(account.organisation(), account.ciphertext()));
    return token != null
        && token.state() == Future.State.SUCCESS
        && bearer(token.resultNow()).equals(shown.get("Authorization"));
  }

  private static Map<String, String> with(Map<String, String> fixed, String token) {
    Map<String, String> headers = new HashMap<>(fixed);
    headers.put("Authorization", bearer(token));
    return headers;
  }

  private static String bearer(String token) {
    return "Bearer " + token;
  }

  private String decrypt(Ciphertext ciphertext) {
    try {
      byte[] token = transit.decrypt(ciphertext.organisation(), ciphertext.value());
      return new String(token, StandardCharsets.UTF_8);
    } catch (VaultException e) {
      LOG.warn("A token for an upstream cannot be decrypted: {}", e.kind());
      throw e;
    }
  }

  /** The same for the variables that a stdio server is started with. */
  CompletableFuture<Map<String, String>> environment(@Nullable CredentialReference reference) {
    return get(environments, reference);
  }

  private static CompletableFuture<Map<String, String>> get(
      AsyncLoadingCache<CredentialReference, Map<String, String>> cache,
      @Nullable CredentialReference reference) {
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

  private Map<String, String> read(CredentialReference reference, String member) {
    Map<String, String> values = new HashMap<>();
    if (secret(reference).get(member) instanceof Map<?, ?> given) {
      given.forEach((name, value) -> values.put(String.valueOf(name), String.valueOf(value)));
    }
    return Map.copyOf(values);
  }
}
