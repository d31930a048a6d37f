package dev.gatehouse.registry.connector;

import static dev.gatehouse.registry.connector.Connector.KIND_MCP;

import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.registry.page.Page;
import dev.gatehouse.registry.page.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads connectors with what is known of them. */
@ApplicationScoped
class ConnectorQueries {
  private final ConnectorRepository connectors;
  private final ConnectorStatusRepository statuses;
  private final ToolsCache tools;
  private final ToolsCacheBudget budget;

  ConnectorQueries(
      ConnectorRepository connectors,
      ConnectorStatusRepository statuses,
      ToolsCache tools,
      ToolsCacheBudget budget) {
    this.connectors = connectors;
    this.statuses = statuses;
    this.tools = tools;
    this.budget = budget;
  }

  @Transactional
  Page<ConnectorView> page(PageRequest request) {
    return budget.cut(connectors.page(KIND_MCP, request)).map(this::views);
  }

  @Transactional
  Page<AnyConnectorView> pageOfAny(PageRequest request) {
    return connectors.page(request).map(this::viewsOfAny);
  }

  @Transactional
  AnyConnectorView viewOfAny(UUID id) {
    return viewsOfAny(List.of(get(id))).getFirst();
  }

  @Transactional
  ConnectorView view(UUID id) {
    return views(List.of(get(id))).getFirst();
  }

  /**
   * @throws ProblemException if the caller's organisation has none of this id
   */
  @Transactional
  Connector get(UUID id) {
    return connectors.findByIdOptional(id).orElseThrow(ConnectorQueries::notFound);
  }

  static ProblemException notFound() {
    return ProblemException.of(CommonProblem.NOT_FOUND, "There is no such connector.");
  }

  private List<AnyConnectorView> viewsOfAny(List<Connector> found) {
    Map<UUID, ConnectorStatus> states = statuses.of(found.stream().map(Connector::id).toList());
    return found.stream()
        .map(connector ->
            AnyConnectorView.of(
                connector,
                states.getOrDefault(
                    connector.id, new ConnectorStatus(connector.organisation, connector.id))))
        .toList();
  }

  private List<ConnectorView> views(List<Connector> found) {
    List<UUID> ids = found.stream().map(Connector::id).toList();
    Map<UUID, ConnectorStatus> states = statuses.of(ids);
    var cached = tools.of(ids);
    return found.stream()
        .map(connector -> {
          ConnectorStatus status = states.get(connector.id);
          return ConnectorView.of(
              connector,
              status == null ? new ConnectorStatus(connector.organisation, connector.id) : status,
              cached.getOrDefault(connector.id, List.of()));
        })
        .toList();
  }
}
