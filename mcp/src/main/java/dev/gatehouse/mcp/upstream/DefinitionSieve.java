package dev.gatehouse.mcp.upstream;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gatehouse.mcp.upstream.DefinitionList.Dropped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Parts listed definitions into usable ones and those that a client must leave out. Used once. */
final class DefinitionSieve {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final ListedKind kind;
  private final List<Definition> usable = new ArrayList<>();
  private final List<Dropped> dropped = new ArrayList<>();

  DefinitionSieve(ListedKind kind) {
    this.kind = kind;
  }

  List<Definition> usable() {
    return List.copyOf(usable);
  }

  List<Dropped> dropped() {
    return List.copyOf(dropped);
  }

  int size() {
    return usable.size() + dropped.size();
  }

  /**
   * @param modern whether marks by {@code x-mcp-header} are heeded
   */
  void add(byte[] json, boolean modern) {
    JsonNode definition;
    try {
      definition = MAPPER.readTree(json);
    } catch (IOException e) {
      dropped.add(new Dropped("", "the definition is ambiguous: a key occurs twice"));
      return;
    }
    JsonNode name = definition.path(kind.nameMember());
    if (!name.isTextual() || name.asText().isEmpty()) {
      dropped.add(new Dropped("", "the definition has no " + kind.nameMember()));
    } else if (kind == ListedKind.TOOLS && !definition.path("inputSchema").isObject()) {
      dropped.add(new Dropped(name.asText(), "the definition has no input schema"));
    } else if (kind == ListedKind.TOOLS
        && modern
        && HeaderParameters.of(definition.path("inputSchema")).isEmpty()) {
      dropped.add(new Dropped(name.asText(), "x-mcp-header breaks the rules of the protocol"));
    } else {
      usable.add(new Definition(name.asText(), json));
    }
  }
}
