package dev.gatehouse.registry.tool;

import dev.gatehouse.registry.connector.AllowedToolsChanged;
import dev.gatehouse.registry.connector.Connector;
import dev.gatehouse.registry.connector.ConnectorRemoving;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What changes of a connector mean for its tools, within the same transaction. */
@ApplicationScoped
class ConnectorObserver {
  private final ToolRepository tools;
  private final ToolPublication publication;
  private final Event<ToolsRemoving> removing;

  ConnectorObserver(
      ToolRepository tools, ToolPublication publication, Event<ToolsRemoving> removing) {
    this.tools = tools;
    this.publication = publication;
    this.removing = removing;
  }

  void connectorRemoving(@Observes ConnectorRemoving event) {
    List<Tool> gone = tools.ofConnector(event.connector());
    Set<UUID> ids = new HashSet<>();
    gone.forEach(tool -> ids.add(tool.id));
    removing.fire(new ToolsRemoving(event.organisation(), ids));
    gone.stream().filter(Tool::isServed).forEach(publication::withdraw);
    tools.delete("connectorId", event.connector());
  }

  void allowedToolsChanged(@Observes AllowedToolsChanged event) {
    Connector connector = event.connector();
    List<Tool> changed = new ArrayList<>();
    for (Tool tool : tools.ofConnector(connector.id())) {
      boolean before = tool.isServed();
      tool.allow(connector.allows(tool.name));
      if (tool.isServed() != before) {
        changed.add(tool);
      }
    }
    publication.publish(connector.organisation(), changed);
  }
}
