package dev.gatehouse.sync.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.platform.event.CatalogEvent.ConnectorManifest;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/** A connector's manifest in the database. */
final class ManifestText {
  private ManifestText() {}

  static String write(ConnectorManifest manifest) {
    try {
      return Json.mapper().writeValueAsString(manifest);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest could not be written", e);
    }
  }

  static ConnectorManifest read(String text) {
    try {
      return Json.mapper().readValue(text, ConnectorManifest.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored manifest cannot be read", e);
    }
  }

  /** Which host is asked, in lower case; each stdio server is one of its own. */
  static String host(ConnectorManifest manifest) {
    try {
      String host = manifest.url() == null ? null : new URI(manifest.url()).getHost();
      return host == null ? manifest.id() : host.toLowerCase(Locale.ROOT);
    } catch (URISyntaxException e) {
      return manifest.id();
    }
  }

  /** Changes whenever a run would find something else: other server, other credential. */
  static String target(ConnectorManifest manifest) {
    return CanonicalJson.sha256(
        Json.mapper()
            .valueToTree(
                Arrays.asList(
                    manifest.transport(),
                    Objects.requireNonNullElse(manifest.url(), ""),
                    manifest.credential() == null ? "" : manifest.credential().path(),
                    manifest.credential() == null ? 0 : manifest.credential().version(),
                    manifest.oauth() == null ? "" : manifest.oauth().toString())));
  }
}
