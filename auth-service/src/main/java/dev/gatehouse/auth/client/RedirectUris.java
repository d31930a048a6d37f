package dev.gatehouse.auth.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which redirect URIs a client may have, and when a requested one is one of them: the same text, or
 * the same but for the port on the loopback interface (RFC 8252 section 7.3).
 */
final class RedirectUris {
  private static final int LONGEST = 2_000;
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  /** Dotted names that operating systems have for themselves, to open settings and tools. */
  private static final Pattern SYSTEM =
      Pattern.compile("(x-apple|com\\.apple|microsoft|com\\.microsoft\\.windows|windows)\\..*");

  private RedirectUris() {}

  /**
   * What is wrong with a URI that a client wants to register; empty if nothing is. A scheme of an
   * application is a domain name in reverse order (RFC 8252 section 7.1): one without a dot could
   * be anybody's, and is often the system's own.
   *
   * @param known schemes without a dot that are taken all the same, in lower case
   */
  static Optional<String> flaw(URI uri, Set<String> known) {
    String scheme = uri.getScheme();
    if (scheme == null || uri.toString().length() > LONGEST) {
      return Optional.of("A redirect URI must be absolute and at most 2000 characters");
    }
    if (uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
      return Optional.of("A redirect URI must have neither fragment nor user information");
    }
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "https" -> host(uri).isEmpty() ? Optional.of("A redirect URI needs a host") : none();
      case "http" ->
          isLoopback(uri)
              ? none()
              : Optional.of("Plain http is for 127.0.0.1, [::1] and localhost");
      case String other when uri.isOpaque() || !belongsToAnApplication(other, known) ->
          Optional.of(
              "A scheme of an application is a domain name in reverse order, such as"
                  + " com.example.app");
      default -> none();
    };
  }

  private static boolean belongsToAnApplication(String scheme, Set<String> known) {
    return known.contains(scheme) || (scheme.contains(".") && !SYSTEM.matcher(scheme).matches());
  }

  static boolean matches(String registered, String requested) {
    if (registered.equals(requested)) {
      return true;
    }
    try {
      URI known = new URI(registered);
      URI asked = new URI(requested);
      return isLoopback(known)
          && isLoopback(asked)
          && host(known).equals(host(asked))
          && Objects.equals(known.getRawPath(), asked.getRawPath())
          && Objects.equals(known.getRawQuery(), asked.getRawQuery())
          && asked.getRawFragment() == null
          && asked.getRawUserInfo() == null;
    } catch (URISyntaxException _) {
      return false;
    }
  }

  static boolean isLoopback(String uri) {
    return isLoopback(URI.create(uri));
  }

  /** Whether a host on the web answers there, and no program on the person's own machine. */
  static boolean isOnTheWeb(String uri) {
    URI parsed = URI.create(uri);
    return "https".equalsIgnoreCase(parsed.getScheme())
        && host(parsed).filter(host -> !isThisMachine(host)).isPresent();
  }

  private static boolean isThisMachine(String host) {
    return LOOPBACK.contains(host)
        || host.endsWith(".localhost")
        || host.equals("localhost.")
        || host.startsWith("127.")
        || host.startsWith("[");
  }

  static boolean isLoopback(URI uri) {
    return "http".equalsIgnoreCase(uri.getScheme())
        && host(uri).filter(LOOPBACK::contains).isPresent();
  }

  private static Optional<String> host(URI uri) {
    return Optional.ofNullable(uri.getHost()).map(host -> host.toLowerCase(Locale.ROOT));
  }

  private static Optional<String> none() {
    return Optional.empty();
  }
}
