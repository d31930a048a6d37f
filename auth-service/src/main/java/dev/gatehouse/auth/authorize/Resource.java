package dev.gatehouse.auth.authorize;

import dev.gatehouse.platform.security.Origin;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a token shall be good for: one resource of this origin (RFC 8707), by its canonical URI. */
public sealed interface Resource {

  /** The canonical URI, which becomes the token's audience. */
  String uri();

  /** The slug of the organisation that it belongs to; empty if the person chooses one. */
  default Optional<String> organisationSlug() {
    return Optional.empty();
  }

  /** The management MCP server. */
  record Management(String uri) implements Resource {}

  /** The REST API. */
  record Api(String uri) implements Resource {}

  /** A gateway, agent or runner of an organisation. */
  record Endpoint(String uri, String organisation, String name) implements Resource {
    @Override
    public Optional<String> organisationSlug() {
      return Optional.of(organisation);
    }
  }

  /** Reads resource URIs. */
  final class Parser {
    private static final Pattern ENDPOINT =
        Pattern.compile("/mcp/([a-z0-9][a-z0-9-]{0,62})/([a-z0-9][a-z0-9-]{0,62})");
    private static final Set<String> RESERVED = Set.of("sse", "messages");

    private final Origin origin;

    Parser(Origin origin) {
      this.origin = origin;
    }

    /**
     * The one resource of a request; the management server if it names none. Empty if it names
     * several, or one that is not here.
     */
    Optional<Resource> parse(List<URI> indicators) {
      return switch (indicators.size()) {
        case 0 -> Optional.of(new Management(origin.mcp()));
        case 1 -> parse(indicators.getFirst());
        default -> Optional.empty();
      };
    }

    private Optional<Resource> parse(URI indicator) {
      String uri = canonical(indicator);
      if (uri.equals(origin.mcp())) {
        return Optional.of(new Management(uri));
      }
      if (uri.equals(origin.api())) {
        return Optional.of(new Api(uri));
      }
      if (!uri.startsWith(origin.value() + "/")) {
        return Optional.empty();
      }
      Matcher path = ENDPOINT.matcher(uri.substring(origin.value().length()));
      return path.matches() && !RESERVED.contains(path.group(2))
          ? Optional.of(new Endpoint(uri, path.group(1), path.group(2)))
          : Optional.empty();
    }

    // Scheme and host mean the same in upper case, and one slash at the end is left out.
    private static String canonical(URI indicator) {
      String text = indicator.toString();
      int path = text.indexOf('/', text.indexOf("://") + 3);
      if (indicator.getScheme() == null || path < 0) {
        return text;
      }
      String canonical = text.substring(0, path).toLowerCase(Locale.ROOT) + text.substring(path);
      return canonical.endsWith("/") ? canonical.substring(0, canonical.length() - 1) : canonical;
    }
  }
}
