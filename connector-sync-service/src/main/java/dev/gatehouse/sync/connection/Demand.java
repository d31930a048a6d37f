package dev.gatehouse.sync.connection;

import dev.gatehouse.mcp.upstream.Challenge;
import dev.gatehouse.platform.http.SafeHttpClient;
import dev.gatehouse.sync.connection.TestResult.Asked;
import dev.gatehouse.sync.oauth.OAuthFailure;
import dev.gatehouse.sync.oauth.ProtectedResource;
import dev.gatehouse.sync.oauth.ResourceDiscovery;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out for what an upstream asks that refuses a request. */
@ApplicationScoped
class Demand {
  private static final int MAX_SHOWN = 20;

  private final SafeHttpClient http;

  Demand(SafeHttpClient http) {
    this.http = http;
  }

  /**
   * @param header value of {@code WWW-Authenticate}
   * @param limit of each document that is read for it
   */
  Asked of(URI url, @Nullable String header, Duration limit) throws InterruptedException {
    List<Challenge> challenges = Challenge.parse(header);
    Challenge bearer = Challenge.bearer(header).orElse(null);
    Optional<ProtectedResource> resource = resource(url, bearer, limit);
    String scope = bearer == null ? null : bearer.scope();
    return new Asked(
        challenges.stream().map(Challenge::scheme).distinct().limit(MAX_SHOWN).toList(),
        bearer == null ? null : bearer.error(),
        scope == null
            ? resource.map(ProtectedResource::scopesSupported).orElse(List.of())
            : List.of(scope.split(" +")),
        resource.map(ProtectedResource::resource).orElse(null),
        resource.map(ProtectedResource::authorizationServers).orElse(List.of()));
  }

  private Optional<ProtectedResource> resource(URI url, @Nullable Challenge bearer, Duration limit)
      throws InterruptedException {
    try {
      return new ResourceDiscovery(http, limit).find(url, bearer);
    } catch (OAuthFailure e) {
      return Optional.empty();
    }
  }
}
