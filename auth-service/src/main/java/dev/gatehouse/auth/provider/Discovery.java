package dev.gatehouse.auth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.gatehouse.auth.error.OAuthMessages;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of itself (OpenID Connect Discovery), asked for when it is first needed and
 * again now and then. Its keys are loaded anew when a token names one that is not known. One
 * request asks and the others do not wait for it: a provider that hangs holds one thread.
 */
final class Discovery {
  private static final Duration GOOD_FOR = Duration.ofHours(1);
  private static final Duration FAILED_FOR = Duration.ofSeconds(3);

  private final String issuer;
  private final ProviderHttp http;
  private final Semaphore asking = new Semaphore(1);
  private volatile @Nullable Known known;
  private volatile long failedAtNanos = System.nanoTime() - FAILED_FOR.toNanos();

  Discovery(String issuer, ProviderHttp http) {
    this.issuer = issuer;
    this.http = http;
  }

  /**
   * @param algorithms with which an ID token may be signed: by a key pair, always
   */
  record Known(
      OIDCProviderMetadata metadata,
      Set<JWSAlgorithm> algorithms,
      JWKSource<SecurityContext> keys,
      long atNanos) {}

  /**
   * @throws ProviderException if the provider is away, or says that it is another
   */
  Known get() {
    Known before = known;
    if (before != null && age(before.atNanos).compareTo(GOOD_FOR) < 0) {
      return before;
    }
    if (age(failedAtNanos).compareTo(FAILED_FOR) < 0 || !asking.tryAcquire()) {
      return orAway(before, null);
    }
    try {
      Known fresh = load();
      known = fresh;
      return fresh;
    } catch (IOException | ParseException e) {
      failedAtNanos = System.nanoTime();
      return orAway(before, e);
    } finally {
      asking.release();
    }
  }

  private static Known orAway(@Nullable Known before, @Nullable Exception cause) {
    if (before == null) {
      throw new ProviderException(ProviderException.Rule.PROVIDER_AWAY, cause);
    }
    return before;
  }

  private static Duration age(long atNanos) {
    return Duration.ofNanos(System.nanoTime() - atNanos);
  }

  private Known load() throws IOException, ParseException {
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    OIDCProviderMetadata metadata =
        read(issuer, http.get(URI.create(base + "/.well-known/openid-configuration")));
    return new Known(metadata, algorithms(metadata), keys(metadata), System.nanoTime());
  }

  /**
   * @throws ProviderException if it is another provider's, or lacks what sign-in takes
   * @throws ParseException if it is no metadata
   */
  static OIDCProviderMetadata read(String issuer, String document) throws ParseException {
    OIDCProviderMetadata metadata =
        OAuthMessages.read(document, text -> OIDCProviderMetadata.parse(text));
    if (!metadata.getIssuer().getValue().equals(issuer)
        || !isOnTheWeb(metadata.getAuthorizationEndpointURI())
        || !isOnTheWeb(metadata.getTokenEndpointURI())
        || !isOnTheWeb(metadata.getJWKSetURI())) {
      throw new ProviderException(ProviderException.Rule.PROVIDER_METADATA, null);
    }
    return metadata;
  }

  private static boolean isOnTheWeb(@Nullable URI uri) {
    return uri != null
        && uri.getHost() != null
        && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()));
  }

  private JWKSource<SecurityContext> keys(OIDCProviderMetadata metadata)
      throws MalformedURLException {
    return JWKSourceBuilder.create(metadata.getJWKSetURI().toURL(), http).retrying(true).build();
  }

  static Set<JWSAlgorithm> algorithms(OIDCProviderMetadata metadata) {
    List<JWSAlgorithm> said =
        Objects.requireNonNullElse(metadata.getIDTokenJWSAlgs(), List.of(JWSAlgorithm.RS256));
    Set<JWSAlgorithm> pairs =
        said.stream()
            .filter(JWSAlgorithm.Family.SIGNATURE::contains)
            .collect(Collectors.toUnmodifiableSet());
    return Optional.of(pairs).filter(found -> !found.isEmpty()).orElse(Set.of(JWSAlgorithm.RS256));
  }
}
