package dev.gatehouse.sync.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Metadata of a protected resource (RFC 9728 section 2), as far as it is used.
 *
 * @param resource identifier that tokens are asked for (RFC 8707)
 * @param authorizationServers issuers, the first one preferred
 * @param scopesSupported empty if it does not say
 */
public record ProtectedResource(
    String resource, List<String> authorizationServers, List<String> scopesSupported) {
  private static final int MAX_ENTRIES = 100;

  public ProtectedResource {
    authorizationServers = List.copyOf(authorizationServers);
    scopesSupported = List.copyOf(scopesSupported);
  }

  /** Empty if a document is not the metadata of a resource. */
  static Optional<ProtectedResource> read(JsonNode document) {
    String resource = document.path("resource").textValue();
    return resource == null
        ? Optional.empty()
        : Optional.of(
            new ProtectedResource(
                resource,
                texts(document.path("authorization_servers")),
                texts(document.path("scopes_supported"))));
  }

  /**
   * Whether this is the resource that a URL belongs to: the same origin, and the path of the URL or
   * one above it. Otherwise a token for somebody else's resource would be got and shown to the URL.
   */
  boolean covers(URI url) {
    try {
      URI own = URI.create(resource);
      String above = path(own);
      String below = path(url);
      return own.getRawFragment() == null
          && origin(own).equals(origin(url))
          && (below.equals(above) || below.startsWith(above + "/"));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String path(URI uri) {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static String origin(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    int standard = scheme.equals("https") ? 443 : 80;
    int port = uri.getPort() < 0 ? standard : uri.getPort();
    return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    for (JsonNode entry : list) {
      if (entry.isTextual() && texts.size() < MAX_ENTRIES) {
        texts.add(entry.textValue());
      }
    }
    return texts;
  }
}
