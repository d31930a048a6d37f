package dev.gatehouse.auth.authorize;

import dev.gatehouse.auth.catalog.KnownEndpoints;
import dev.gatehouse.auth.error.TryAgainException;
import dev.gatehouse.platform.security.Origin;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Reads resource indicators (RFC 8707 section 2) of this origin. */
@ApplicationScoped
public class Resources {
  private final Resource.Parser parser;
  private final KnownEndpoints endpoints;

  Resources(Origin origin, KnownEndpoints endpoints) {
    this.parser = new Resource.Parser(origin);
    this.endpoints = endpoints;
  }

  /**
   * The one resource of a request; the management server if it names none. Empty if it names
   * several, or one that is not here. May wait for news of a new endpoint: no transaction may be
   * open.
   *
   * @throws TryAgainException if it is not known yet which endpoints there are
   */
  public Optional<Resource> find(List<URI> indicators) {
    return parser.parse(indicators).filter(resource -> exists(resource, endpoints::comesToBe));
  }

  /** Reads the URI of a resource that was found before, which may be gone meanwhile. */
  public Optional<Resource> parse(List<URI> indicators) {
    return parser.parse(indicators);
  }

  /**
   * Whether a resource that was found before is still there.
   *
   * @throws TryAgainException if it is not known yet which endpoints there are
   */
  public boolean isThere(String uri) {
    return parser
        .parse(List.of(URI.create(uri)))
        .filter(resource -> exists(resource, endpoints::isThere))
        .isPresent();
  }

  private static boolean exists(Resource resource, BiPredicate<String, String> known) {
    return switch (resource) {
      case Resource.Management _, Resource.Api _ -> true;
      case Resource.Endpoint endpoint -> known.test(endpoint.organisation(), endpoint.name());
    };
  }
}
