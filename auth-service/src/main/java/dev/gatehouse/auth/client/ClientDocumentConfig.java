package dev.gatehouse.auth.client;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Clients whose id is the URL of a document that describes them. */
@ConfigMapping(prefix = "gatehouse.client-documents")
interface ClientDocumentConfig {

  /** False refuses such clients, and no longer advertises that they are taken. */
  @WithDefault("true")
  boolean enabled();

  /**
   * The only hosts whose documents are taken, such as {@code claude.ai} or {@code *.example.com};
   * all of them unless set.
   */
  Optional<Set<String>> allowedHosts();

  /** How long a document that could not be had is not asked for again. */
  @WithDefault("1m")
  Duration failedFor();

  /**
   * How many documents are kept of clients that nobody has used yet; the oldest make room for new
   * ones.
   */
  @WithDefault("10000")
  int mostUnused();

  /** How long a document is used without looking again, whatever its server says. */
  @WithDefault("5m")
  Duration cachedAtLeast();

  /** How long at most, whatever its server says. */
  @WithDefault("24h")
  Duration cachedAtMost();
}
