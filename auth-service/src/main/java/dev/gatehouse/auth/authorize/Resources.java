package dev.gatehouse.auth.authorize;

import dev.gatehouse.platform.security.Origin;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Reads resource indicators (RFC 8707 section 2) of this origin. */
@ApplicationScoped
public class Resources {
  private final Resource.Parser parser;

  Resources(Origin origin) {
    this.parser = new Resource.Parser(origin);
  }

  /**
   * The one resource of a request; the management server if it names none. Empty if it names
   * several, or one that is not here.
   */
  public Optional<Resource> parse(List<URI> indicators) {
    return parser.parse(indicators);
  }
}
