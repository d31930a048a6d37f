package dev.gatehouse.sync.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.mcp.upstream.Challenge;
import dev.gatehouse.platform.http.SafeHttpClient;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what an upstream says of itself as a protected resource (RFC 9728 sections 3 and 5). */
public final class ResourceDiscovery {
  static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

  private final Documents documents;

  /**
   * @param limit of one document
   */
  public ResourceDiscovery(SafeHttpClient http, Duration limit) {
    this.documents = new Documents(http, limit);
  }

  /**
   * The metadata that the challenge names, else that at the well-known address with the path, else
   * at that of the root. Empty if there is none.
   *
   * @throws OAuthFailure if it is that of another resource
   */
  public Optional<ProtectedResource> find(URI url, @Nullable Challenge challenge)
      throws OAuthFailure, InterruptedException {
    for (String place : places(url, challenge)) {
      Optional<JsonNode> document = documents.find(place);
      Optional<ProtectedResource> resource = document.flatMap(ProtectedResource::read);
      if (resource.isPresent()) {
        if (!resource.get().covers(url)) {
          throw OAuthFailure.unusable(
              "The metadata of the protected resource is that of another resource");
        }
        return resource;
      }
    }
    return Optional.empty();
  }

  private static Set<String> places(URI url, @Nullable Challenge challenge) {
    Set<String> places = new LinkedHashSet<>();
    if (challenge != null && challenge.resourceMetadata() != null) {
      places.add(challenge.resourceMetadata());
    }
    String origin = url.getScheme() + "://" + url.getRawAuthority();
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    if (path.length() > 1) {
      places.add(origin + WELL_KNOWN + path);
    }
    places.add(origin + WELL_KNOWN);
    return places;
  }
}
