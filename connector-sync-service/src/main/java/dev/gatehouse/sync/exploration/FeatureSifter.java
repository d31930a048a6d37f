package dev.gatehouse.sync.exploration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.mcp.upstream.Definition;
import dev.gatehouse.mcp.upstream.DefinitionList;
import dev.gatehouse.mcp.upstream.ListedKind;
import dev.gatehouse.mcp.upstream.Redaction;
import dev.gatehouse.mcp.upstream.UpstreamResult;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundFeature;
import dev.gatehouse.platform.event.DiscoveryEvent.RefusedFeature;
import dev.gatehouse.platform.event.FeatureKind;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.sync.upstream.Discovered;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes findings of an upstream's lists of resources, templates and prompts. Used once. */
final class FeatureSifter {
  /** In bytes of UTF-8: it is the key of an index. */
  static final int MAX_NAME_BYTES = 2_048;

  private static final int MAX_REFUSED = 100;
  private static final int MAX_NAME_SHOWN = 128;
  private static final Map<ListedKind, FeatureKind> KINDS =
      Map.of(
          ListedKind.RESOURCES,
          FeatureKind.RESOURCE,
          ListedKind.RESOURCE_TEMPLATES,
          FeatureKind.RESOURCE_TEMPLATE,
          ListedKind.PROMPTS,
          FeatureKind.PROMPT);

  private final Redaction redaction;
  private final List<FoundFeature> found = new ArrayList<>();
  private final List<RefusedFeature> refused = new ArrayList<>();
  private final Set<FeatureKind> whole = EnumSet.noneOf(FeatureKind.class);

  private FeatureSifter(Redaction redaction) {
    this.redaction = redaction;
  }

  /**
   * @param redaction of the credential that the upstream was shown
   */
  static FeatureFindings sift(Discovered discovered, Redaction redaction) {
    FeatureSifter sifter = new FeatureSifter(redaction);
    KINDS.forEach((listed, kind) -> {
      if (discovered.list(listed)
          instanceof UpstreamResult.Ok<DefinitionList>(DefinitionList list)) {
        sifter.add(kind, list);
      }
    });
    return new FeatureFindings(sifter.found, sifter.refused, sifter.whole);
  }

  private void add(FeatureKind kind, DefinitionList list) {
    if (list.complete()) {
      whole.add(kind);
    }
    list.dropped().forEach(dropped -> refuse(kind, dropped.name(), dropped.reason()));
    Set<String> names = new HashSet<>();
    for (Definition definition : list.definitions()) {
      String flaw = flaw(definition, names);
      if (flaw != null) {
        refuse(kind, definition.name(), flaw);
        continue;
      }
      try {
        JsonNode document = Json.mapper().readTree(definition.json());
        found.add(
            new FoundFeature(kind, definition.name(), CanonicalJson.sha256(document), document));
      } catch (IOException e) {
        refuse(kind, definition.name(), "the definition is nested too deeply or ambiguous");
      }
    }
  }

  private @Nullable String flaw(Definition definition, Set<String> names) {
    if (definition.name().getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
      return "its name takes more than " + MAX_NAME_BYTES + " bytes";
    }
    if (definition.json().length > ToolSifter.MAX_DEFINITION_BYTES) {
      return "the definition takes %d bytes, more than %d"
          .formatted(definition.json().length, ToolSifter.MAX_DEFINITION_BYTES);
    }
    if (definition.name().chars().anyMatch(Character::isISOControl)) {
      return "its name has control characters";
    }
    if (redaction.finds(new String(definition.json(), StandardCharsets.UTF_8))) {
      return "the definition repeats the credential";
    }
    return names.add(definition.name()) ? null : "it is there twice";
  }

  private void refuse(FeatureKind kind, String name, String reason) {
    if (refused.size() < MAX_REFUSED) {
      String clean = redaction.clean(name);
      String shown = clean.substring(0, Math.min(clean.length(), MAX_NAME_SHOWN));
      refused.add(new RefusedFeature(kind, shown, reason));
    }
  }
}
