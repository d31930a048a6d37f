package dev.gatehouse.platform.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.identity.Scope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The scope that calling a tool takes: what an administrator set, else the stricter of what its
 * name and its annotations say. An upstream's word that a tool only reads counts on a connector
 * that is trusted, and nowhere else: it would lower the bar.
 */
public final class NeededScope {

  /**
   * @param explicit set on the exposed tool, or null
   * @param definition the tool's definition
   */
  public static Scope of(
      @Nullable Scope explicit, String upstreamName, JsonNode definition, boolean trusted) {
    if (explicit != null) {
      return explicit;
    }
    JsonNode annotations = definition.path("annotations");
    if (annotations.path("readOnlyHint").asBoolean(false)) {
      return trusted ? Scope.READ : byName(upstreamName);
    }
    Scope said = byAnnotations(annotations).orElse(Scope.READ);
    Scope named = byName(upstreamName);
    return said.compareTo(named) > 0 ? said : named;
  }

  private static Scope byName(String upstreamName) {
    return VerbTable.scope(upstreamName).orElse(Scope.WRITE);
  }

  private static Optional<Scope> byAnnotations(JsonNode annotations) {
    if (annotations.path("destructiveHint").asBoolean(false)) {
      return Optional.of(Scope.ADMIN);
    }
    return annotations.has("readOnlyHint") ? Optional.of(Scope.WRITE) : Optional.empty();
  }

  private NeededScope() {}
}
