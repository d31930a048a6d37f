package dev.gatehouse.auth.client;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * URLs that may be a client's id (draft-ietf-oauth-client-id-metadata-document section 3): with a
 * path, without dot segments, user information or fragment, and of a host that the operator takes
 * documents from.
 */
@ApplicationScoped
public class DocumentUris {
  private final FetchedUris fetched;
  private final boolean enabled;
  private final @Nullable Set<String> hosts;

  DocumentUris(FetchedUris fetched, ClientDocumentConfig config) {
    this.fetched = fetched;
    this.enabled = config.enabled();
    this.hosts = config.allowedHosts().orElse(null);
  }

  /** Whether such clients are taken at all. */
  public boolean enabled() {
    return enabled;
  }

  Optional<URI> parse(String id) {
    return enabled ? fetched.parse(id).filter(this::acceptable) : Optional.empty();
  }

  private boolean acceptable(URI uri) {
    String path = uri.getRawPath();
    return path != null
        && path.length() > 1
        && Arrays.stream(path.split("/", -1)).noneMatch(DocumentUris::isDots)
        && permitted(uri.getHost().toLowerCase(Locale.ROOT));
  }

  private static boolean isDots(String segment) {
    String plain = segment.toLowerCase(Locale.ROOT).replace("%2e", ".");
    return plain.equals(".") || plain.equals("..");
  }

  private boolean permitted(String host) {
    return hosts == null
        || hosts.contains(host)
        || hosts.stream()
            .anyMatch(known -> known.startsWith("*.") && host.endsWith(known.substring(1)));
  }
}
