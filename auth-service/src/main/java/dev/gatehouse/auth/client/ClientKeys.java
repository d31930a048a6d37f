package dev.gatehouse.auth.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import dev.gatehouse.platform.http.FetchLimits;
import dev.gatehouse.platform.http.FetchRequest;
import dev.gatehouse.platform.http.FetchResult;
import dev.gatehouse.platform.http.SafeHttpClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.security.PublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Public keys of clients: those that they registered, or those at their {@code jwks_uri}. What the
 * header of an assertion says of keys ({@code jwk}, {@code jku}, {@code x5c}) counts for nothing.
 */
@ApplicationScoped
class ClientKeys {
  private static final FetchLimits LIMITS = new FetchLimits(Duration.ofSeconds(5), 32 << 10, 0);

  /** Strangers say what is fetched: they must not keep all threads waiting. */
  private static final int AT_ONCE = 16;

  private final SafeHttpClient http;
  private final Semaphore fetches = new Semaphore(AT_ONCE);

  /** An empty set for those that could not be had, so that nobody makes us ask all the time. */
  private final Cache<String, JWKSet> fetched =
      Caffeine.newBuilder().maximumSize(1_000).expireAfterWrite(Duration.ofMinutes(1)).build();

  ClientKeys(SafeHttpClient http) {
    this.http = http;
  }

  /** The keys that may have made a signature. */
  List<PublicKey> find(Client client, JWSHeader header) {
    JWKMatcher matcher = JWKMatcher.forJWSHeader(header);
    return matcher == null
        ? List.of()
        : new JWKSelector(matcher)
            .select(all(client)).stream()
                .map(ClientKeys::publicKey)
                .filter(Objects::nonNull)
                .toList();
  }

  private JWKSet all(Client client) {
    if (client.jwks != null) {
      return read(client.jwks).orElseGet(JWKSet::new);
    }
    return client.jwksUri == null ? new JWKSet() : published(client.jwksUri);
  }

  private JWKSet published(String uri) {
    JWKSet known = fetched.getIfPresent(uri);
    if (known != null || !fetches.tryAcquire()) {
      return known == null ? new JWKSet() : known;
    }
    try {
      JWKSet found = fetch(uri);
      fetched.put(uri, found);
      return found;
    } finally {
      fetches.release();
    }
  }

  private JWKSet fetch(String uri) {
    try {
      FetchRequest request =
          FetchRequest.get(URI.create(uri))
              .accepting("application/jwk-set+json", "application/json")
              .within(LIMITS);
      return http.fetchBlocking(request) instanceof FetchResult.Response response
              && response.status() == 200
          ? read(response.body().toString()).orElseGet(JWKSet::new)
          : new JWKSet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new JWKSet();
    }
  }

  // Over some documents the parser fails in ways that it does not declare.
  private static Optional<JWKSet> read(String json) {
    try {
      return Optional.of(JWKSet.parse(json));
    } catch (ParseException | RuntimeException _) {
      return Optional.empty();
    }
  }

  private static @Nullable PublicKey publicKey(JWK key) {
    try {
      return key instanceof AsymmetricJWK asymmetric ? asymmetric.toPublicKey() : null;
    } catch (JOSEException _) {
      return null;
    }
  }
}
