package dev.gatehouse.sync.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.http.SafeHttpClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Finds the metadata of an authorization server by its issuer, in the order of MCP 2026-07-28
 * ("Authorization Server Metadata Discovery").
 */
final class ServerDiscovery {
  private static final String OAUTH = "/.well-known/oauth-authorization-server";
  private static final String OPENID = "/.well-known/openid-configuration";

  private final Documents documents;

  ServerDiscovery(SafeHttpClient http, Duration limit) {
    this.documents = new Documents(http, limit);
  }

  /**
   * @throws OAuthFailure if there is none, or it names another issuer
   */
  AuthorizationServer find(String issuer) throws OAuthFailure, InterruptedException {
    for (String place : places(issuer)) {
      Optional<JsonNode> document = documents.find(place);
      if (document.isPresent()) {
        return AuthorizationServer.read(issuer, document.get());
      }
    }
    throw new OAuthFailure(
        OAuthFailure.Kind.UNAVAILABLE, "The authorization server's metadata cannot be had");
  }

  private static List<String> places(String issuer) throws OAuthFailure {
    try {
      URI uri = URI.create(issuer);
      String origin = uri.getScheme() + "://" + uri.getRawAuthority();
      String path = uri.getRawPath() == null ? "" : uri.getRawPath();
      String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
      return plain.isEmpty()
          ? List.of(origin + OAUTH, origin + OPENID)
          : List.of(origin + OAUTH + plain, origin + OPENID + plain, origin + plain + OPENID);
    } catch (IllegalArgumentException e) {
      throw OAuthFailure.unusable("The upstream names an authorization server that is no URL");
    }
  }
}
