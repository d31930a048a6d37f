package dev.gatehouse.registry.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.event.DiscoveryEvent.Flag;
import dev.gatehouse.platform.event.DiscoveryEvent.FoundTool;
import dev.gatehouse.registry.connector.Connector;
import dev.gatehouse.registry.tool.DefinitionVersion.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes over what a run has found: new tools, changed ones, and those that are gone. */
@ApplicationScoped
class ToolIntake {
  private final ToolRepository tools;
  private final DefinitionRepository definitions;
  private final ToolPublication publication;

  ToolIntake(ToolRepository tools, DefinitionRepository definitions, ToolPublication publication) {
    this.tools = tools;
    this.definitions = definitions;
    this.publication = publication;
  }

  /**
   * Takes over found tools, within a transaction that holds the organisation's lock.
   *
   * @param complete whether tools that were not found are gone
   */
  void take(Connector connector, Sifted found, boolean complete) {
    Map<String, Tool> known =
        tools.ofConnector(connector.id()).stream()
            .collect(Collectors.toMap(Tool::name, Function.identity()));
    Set<Tool> changed = new LinkedHashSet<>();
    for (FoundTool tool : found.usable()) {
      take(connector, tool, known.get(tool.name())).ifPresent(changed::add);
    }
    if (complete) {
      Set<String> present = found.names();
      known.values().stream()
          .filter(tool -> !present.contains(tool.name))
          .filter(tool -> tool.state != ToolState.REMOVED)
          .forEach(tool -> {
            boolean served = tool.isServed();
            tool.missed();
            if (served) {
              changed.add(tool);
            }
          });
    }
    tools.flush();
    publication.publish(connector.organisation(), changed);
  }

  /** The tool, if what gateways are told of it changes. */
  private Optional<Tool> take(Connector connector, FoundTool found, @Nullable Tool known) {
    if (known == null) {
      Tool tool =
          new Tool(
              connector.organisation(),
              UuidCreator.getTimeOrderedEpoch(),
              connector.id(),
              found.name(),
              found.hash(),
              connector.allows(found.name()));
      tool.flag(found.flags());
      tools.persist(tool);
      keep(tool, found).decide(Verdict.APPROVED, DefinitionVersion.BY_POLICY);
      return tool.isServed() ? Optional.of(tool) : Optional.empty();
    }
    if (known.state == ToolState.ACTIVE && found.hash().equals(known.servedHash)) {
      if (!known.flags.equals(found.flags())) { // some are of the other tools' making
        known.flag(found.flags());
      }
      return Optional.empty();
    }
    boolean servedBefore = known.isServed();
    String hashBefore = known.servedHash;
    DefinitionVersion version =
        definitions.find(known.id, found.hash()).orElseGet(() -> keep(known, found));
    known.flag(flags(known, found));
    known.found(found.hash(), connector.changePolicy(), version.verdict == Verdict.REJECTED);
    if (found.hash().equals(known.servedHash) && version.verdict != Verdict.APPROVED) {
      version.decide(Verdict.APPROVED, DefinitionVersion.BY_POLICY);
    } else if (found.hash().equals(known.pendingHash)) {
      version.verdict = Verdict.PENDING;
    }
    boolean same = servedBefore == known.isServed() && hashBefore.equals(known.servedHash);
    return same ? Optional.empty() : Optional.of(known);
  }

  /** With one more if the tool was said to change nothing, and now may destroy something. */
  private List<Flag> flags(Tool known, FoundTool found) {
    List<Flag> flags = new ArrayList<>(found.flags());
    boolean wasReadOnly =
        definitions
            .find(known.id, known.servedHash)
            .map(served -> isReadOnly(served.definition))
            .orElse(false);
    if (wasReadOnly && mayDestroy(found.definition())) {
      flags.add(new Flag(Flag.NOW_DESTRUCTIVE, "/annotations"));
    }
    return flags;
  }

  private static boolean isReadOnly(JsonNode definition) {
    return definition.at("/annotations/readOnlyHint").asBoolean(false);
  }

  /** A tool that does not say otherwise may (MCP, ToolAnnotations). */
  private static boolean mayDestroy(JsonNode definition) {
    return !isReadOnly(definition) && definition.at("/annotations/destructiveHint").asBoolean(true);
  }

  private DefinitionVersion keep(Tool tool, FoundTool found) {
    DefinitionVersion version =
        new DefinitionVersion(tool.organisation, tool.id, found.hash(), found.definition());
    definitions.persist(version);
    return version;
  }
}
