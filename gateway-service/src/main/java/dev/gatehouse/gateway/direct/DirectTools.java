package dev.gatehouse.gateway.direct;

import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.gateway.catalog.Gateway;
import dev.gatehouse.gateway.catalog.GatewayTool;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.policy.Decision;
import dev.gatehouse.platform.policy.ToolPolicy;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a caller may call by the names of server and tool: the tools that some gateway of the
 * organisation exposes. Where several do, the one that takes the most is asked, so that no gateway
 * opens what another one guards.
 */
@Singleton
final class DirectTools {
  private final Catalog catalog;

  DirectTools(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * One tool under its connector's names.
   *
   * @param gateway that it is called through
   */
  record DirectTool(Gateway gateway, GatewayTool tool) {
    String server() {
      return tool.connector().slug();
    }
  }

  /** The caller's tools by server, both in the order of their names. */
  Map<String, List<DirectTool>> of(Caller caller) {
    Map<String, List<DirectTool>> byServer = new TreeMap<>();
    strictest(caller).stream()
        .filter(found -> allowed(caller, found))
        .sorted(Comparator.comparing((DirectTool found) -> found.tool().upstreamName()))
        .forEach(found ->
            byServer
                .computeIfAbsent(found.server(), ignored -> new java.util.ArrayList<>())
                .add(found));
    return byServer;
  }

  /** A tool of the caller's organisation, whether or not the caller may use it. */
  Optional<DirectTool> find(Caller caller, String server, String name) {
    return strictest(caller).stream()
        .filter(found -> found.server().equals(server))
        .filter(found -> found.tool().upstreamName().equals(name))
        .findFirst();
  }

  /** The gateway that an attempt at no tool at all is recorded for. */
  Optional<Gateway> anyGateway(Caller caller) {
    return catalog.of(caller.organisation()).stream()
        .filter(gateway -> reaches(caller, gateway))
        .min(Comparator.comparing(Gateway::id));
  }

  private Collection<DirectTool> strictest(Caller caller) {
    Map<String, DirectTool> strictest = new HashMap<>();
    for (Gateway gateway : catalog.of(caller.organisation())) {
      if (reaches(caller, gateway)) {
        for (GatewayTool tool : gateway.tools()) {
          strictest.merge(tool.id(), new DirectTool(gateway, tool), DirectTools::stricter);
        }
      }
    }
    return strictest.values();
  }

  private static boolean reaches(Caller caller, Gateway gateway) {
    return caller.gateway() == null || caller.gateway().equals(gateway.id());
  }

  private static DirectTool stricter(DirectTool a, DirectTool b) {
    int byScope = a.tool().neededScope().compareTo(b.tool().neededScope());
    int order = byScope != 0 ? byScope : b.gateway().id().compareTo(a.gateway().id());
    return order >= 0 ? a : b;
  }

  static boolean allowed(Caller caller, DirectTool found) {
    return ToolPolicy.decide(caller, found.gateway().id(), found.tool().neededScope())
        instanceof Decision.Allowed;
  }
}
