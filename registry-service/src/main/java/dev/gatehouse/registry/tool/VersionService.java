package dev.gatehouse.registry.tool;

import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.registry.page.Page;
import dev.gatehouse.registry.page.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The history of a tool's definitions. */
@ApplicationScoped
class VersionService {
  private final ToolRepository tools;
  private final DefinitionRepository definitions;

  VersionService(ToolRepository tools, DefinitionRepository definitions) {
    this.tools = tools;
    this.definitions = definitions;
  }

  @Transactional
  Page<VersionView> page(UUID connector, UUID id, PageRequest request) {
    Tool tool = get(connector, id);
    return definitions
        .page(id, request)
        .map(found -> found.stream().map(version -> VersionView.of(tool, version)).toList());
  }

  @Transactional
  DifferenceView difference(UUID connector, UUID id, @Nullable String from, @Nullable String to) {
    Tool tool = get(connector, id);
    return DifferenceView.of(
        version(tool, Objects.requireNonNullElse(from, tool.servedHash)),
        version(tool, to == null ? tool.pendingHash : to));
  }

  private DefinitionVersion version(Tool tool, @Nullable String hash) {
    return definitions
        .find(tool.id, hash)
        .orElseThrow(() ->
            ProblemException.of(
                CommonProblem.NOT_FOUND,
                hash == null
                    ? "No changed definition of this tool waits to be approved."
                    : "The tool has no such definition."));
  }

  private Tool get(UUID connector, UUID id) {
    return tools
        .find(connector, id)
        .orElseThrow(
            () -> ProblemException.of(CommonProblem.NOT_FOUND, "The connector has no such tool."));
  }
}
