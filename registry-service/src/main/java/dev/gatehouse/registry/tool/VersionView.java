package dev.gatehouse.registry.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One definition that a tool has or had.
 *
 * @param verdict {@code pending}, {@code approved} or {@code rejected}
 * @param served whether it is the one that gateways serve
 * @param foundAt when a run found it first
 * @param decidedBy who decided; {@code policy} where no person was asked
 */
record VersionView(
    String hash,
    String verdict,
    boolean served,
    Instant foundAt,
    @Nullable Instant decidedAt,
    @Nullable String decidedBy,
    JsonNode definition) {

  static VersionView of(Tool tool, DefinitionVersion version) {
    return new VersionView(
        version.hash,
        version.verdict.name().toLowerCase(Locale.ROOT),
        version.hash.equals(tool.servedHash),
        version.foundAt,
        version.decidedAt,
        version.decidedBy,
        version.definition);
  }
}
