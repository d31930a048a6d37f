package dev.gatehouse.registry.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is different in a definition, for a person to judge.
 *
 * @param from hash of the definition before
 * @param to hash of the definition after
 * @param description every line of both, in order; empty if the description is the same
 * @param changes everywhere else; texts of people's interest are whole
 */
record DifferenceView(
    String from, String to, List<DescriptionLine> description, List<Change> changes) {

  /**
   * @param mark {@code same}, {@code removed} or {@code added}
   */
  record DescriptionLine(String mark, String text) {}

  /**
   * @param pointer JSON Pointer (RFC 6901) into the definition
   * @param change {@code removed}, {@code added} or {@code changed}
   */
  record Change(
      String pointer, String change, @Nullable JsonNode before, @Nullable JsonNode after) {
    static Change of(JsonDifference.Change change) {
      String kind =
          change.before() == null ? "added" : change.after() == null ? "removed" : "changed";
      return new Change(change.pointer(), kind, change.before(), change.after());
    }
  }

  static DifferenceView of(DefinitionVersion from, DefinitionVersion to) {
    String before = from.definition.path("description").asText("");
    String after = to.definition.path("description").asText("");
    List<DescriptionLine> lines =
        before.equals(after)
            ? List.of()
            : LineDifference.of(before, after).stream()
                .map(line ->
                    new DescriptionLine(line.mark().name().toLowerCase(Locale.ROOT), line.text()))
                .toList();
    return new DifferenceView(
        from.hash,
        to.hash,
        lines,
        JsonDifference.of(rest(from.definition), rest(to.definition)).stream()
            .map(Change::of)
            .toList());
  }

  private static JsonNode rest(JsonNode definition) {
    return definition instanceof ObjectNode object
        ? object.deepCopy().without("description")
        : definition;
  }
}
