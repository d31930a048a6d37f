package dev.gatehouse.mcp.upstream;

import java.util.Set;

/**
 * What of an upstream's changes somebody wants to hear of, outside any request.
 *
 * @param uris resources, as the upstream knows them
 */
public record News(boolean tools, boolean resources, boolean prompts, Set<String> uris) {
  public static final News NONE = new News(false, false, false, Set.of());

  public News {
    uris = Set.copyOf(uris);
  }

  /** Updates of one resource. */
  public static News of(String uri) {
    return new News(false, false, false, Set.of(uri));
  }

  public News and(News other) {
    Set<String> all = new java.util.HashSet<>(uris);
    all.addAll(other.uris);
    return new News(
        tools || other.tools, resources || other.resources, prompts || other.prompts, all);
  }

  public boolean none() {
    return equals(NONE);
  }
}
