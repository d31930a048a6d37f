package dev.gatehouse.mcp.upstream;

import java.util.HashSet;
import java.util.Set;

/**
 * What of an upstream's changes somebody wants to hear of, outside any request.
 *
 * @param elicitations that questions by URL were answered, which a legacy upstream tells the
 *     session
 * @param uris resources, as the upstream knows them
 */
public record News(
    boolean tools, boolean resources, boolean prompts, boolean elicitations, Set<String> uris) {
  public static final News NONE = new News(false, false, false, false, Set.of());
  public static final News ELICITATIONS = new News(false, false, false, true, Set.of());

  public News {
    uris = Set.copyOf(uris);
  }

  /** Updates of one resource. */
  public static News of(String uri) {
    return new News(false, false, false, false, Set.of(uri));
  }

  public News and(News other) {
    Set<String> all = new HashSet<>(uris);
    all.addAll(other.uris);
    return new News(
        tools || other.tools,
        resources || other.resources,
        prompts || other.prompts,
        elicitations || other.elicitations,
        all);
  }

  /** Changes of lists. */
  public static News ofLists(boolean tools, boolean resources, boolean prompts) {
    return new News(tools, resources, prompts, false, Set.of());
  }

  /** Whether there is something in it that a modern upstream can be asked for. */
  boolean askedOfModern() {
    return tools || resources || prompts || !uris.isEmpty();
  }

  public boolean none() {
    return equals(NONE);
  }
}
