package dev.gatehouse.registry.gateway;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.registry.connector.Connector;
import dev.gatehouse.registry.connector.ConnectorRepository;
import dev.gatehouse.registry.tool.Tool;
import dev.gatehouse.registry.tool.ToolRepository;
import dev.gatehouse.registry.tool.ToolScopes;
import dev.gatehouse.registry.tool.ToolState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes what rules say true: a row for each tool that they show, so that each can be named,
 * described and switched off like one that was added by hand. What was added by hand stays as it
 * is. Then tells gateways of it. Within a transaction that holds the organisation's lock.
 */
@ApplicationScoped
public class RuleSync {
  private static final Logger LOG = Logger.getLogger(RuleSync.class);

  private final GatewayRepository gateways;
  private final ToolRuleRepository rules;
  private final ExposureRepository exposures;
  private final ConnectorRepository connectors;
  private final ToolRepository tools;
  private final ToolScopes scopes;
  private final GatewayPublication publication;
  private final GatewayConfig config;

  RuleSync(
      GatewayRepository gateways,
      ToolRuleRepository rules,
      ExposureRepository exposures,
      ConnectorRepository connectors,
      ToolRepository tools,
      ToolScopes scopes,
      GatewayPublication publication,
      GatewayConfig config) {
    this.gateways = gateways;
    this.rules = rules;
    this.exposures = exposures;
    this.connectors = connectors;
    this.tools = tools;
    this.scopes = scopes;
    this.publication = publication;
    this.config = config;
  }

  /** Applies all rules of a gateway and publishes it; of a runner, its agents too. */
  public void apply(Gateway gateway) {
    applyAll(gateway, null);
  }

  /** The same for a rule that goes. */
  void applyWithout(Gateway gateway, ToolRule gone) {
    applyAll(gateway, gone);
    rules.delete(gone);
    rules.flush();
  }

  private void applyAll(Gateway gateway, @Nullable ToolRule gone) {
    applyOne(gateway, gone);
    if (gateway.kind == GatewayKind.RUNNER) {
      gateways.ofRunner(gateway.id).forEach(agent -> applyOne(agent, gone));
    }
  }

  private void applyOne(Gateway gateway, @Nullable ToolRule gone) {
    Map<UUID, Exposure> made = new HashMap<>();
    Set<UUID> byHand = new HashSet<>();
    Set<String> names = new HashSet<>();
    int position = 0;
    List<Exposure> before = exposures.list("gatewayId", gateway.id);
    for (Exposure exposure : before) {
      names.add(exposure.name);
      position = Math.max(position, exposure.position + 1);
      if (exposure.ruleId == null) {
        byHand.add(exposure.toolId);
      } else {
        made.put(exposure.toolId, exposure);
      }
    }
    Map<UUID, Shown> wanted = wanted(gateway, gone, byHand, made.keySet());
    int kept = byHand.size();
    for (Exposure exposure : made.values()) {
      if (wanted.containsKey(exposure.toolId)) {
        kept++;
      } else {
        exposures.delete(exposure);
        names.remove(exposure.name);
      }
    }
    exposures.flush(); // names of those that are gone are free from here on
    int room = config.maxTools() - kept;
    for (Shown shown : wanted.values()) {
      Exposure known = made.get(shown.tool().id());
      if (known != null) {
        known.ruleId = shown.rule().id;
      } else if (room-- > 0) {
        add(gateway, shown, names, position++);
      }
    }
    if (room < 0) {
      LOG.warnf("Gateway %s shows no more tools: it has as many as it can", gateway.id);
    }
    exposures.flush();
    publication.publish(gateway);
  }

  /** A tool and the first rule that shows it. */
  private record Shown(ToolRule rule, Connector connector, Tool tool) {}

  private Map<UUID, Shown> wanted(
      Gateway gateway, @Nullable ToolRule gone, Set<UUID> byHand, Set<UUID> known) {
    Map<UUID, Shown> wanted = new LinkedHashMap<>();
    for (ToolRule rule : inEffect(gateway, gone)) {
      Connector connector = connectors.findById(rule.connectorId);
      if (connector == null) {
        continue;
      }
      for (Tool tool : matching(rule, connector)) {
        boolean there = tool.state() != ToolState.REMOVED || known.contains(tool.id());
        if (there && !byHand.contains(tool.id())) {
          wanted.putIfAbsent(tool.id(), new Shown(rule, connector, tool));
        }
      }
    }
    return wanted;
  }

  /** An agent's own come first; its runner's are for connectors that it has not attached itself. */
  private List<ToolRule> inEffect(Gateway gateway, @Nullable ToolRule gone) {
    List<ToolRule> inEffect = new ArrayList<>(rules.of(gateway.id));
    inEffect.remove(gone);
    if (gateway.runnerId != null) {
      Set<UUID> own = new HashSet<>();
      inEffect.forEach(rule -> own.add(rule.connectorId));
      rules.of(gateway.runnerId).stream()
          .filter(rule -> !rule.equals(gone) && !own.contains(rule.connectorId))
          .forEach(inEffect::add);
    }
    return inEffect;
  }

  private List<Tool> matching(ToolRule rule, Connector connector) {
    Predicate<String> fits = rule.filter().names();
    List<Tool> named =
        tools.inOrder(rule.connectorId).stream().filter(tool -> fits.test(tool.name())).toList();
    if (!rule.readOnly) {
      return named;
    }
    Set<UUID> readOnly = scopes.readOnly(named, connector.trustedAnnotations());
    return named.stream().filter(tool -> readOnly.contains(tool.id())).toList();
  }

  private void add(Gateway gateway, Shown shown, Set<String> names, int position) {
    String name = FreeName.of(shown.tool().name(), shown.connector().slug(), names::contains);
    if (name == null) {
      return;
    }
    Exposure exposure =
        new Exposure(
            gateway,
            UuidCreator.getTimeOrderedEpoch(),
            shown.tool(),
            position,
            ExposureSettings.DEFAULT);
    exposure.ruleId = shown.rule().id;
    exposure.name = name;
    names.add(name);
    exposures.persist(exposure);
  }

  /** Applies the rules anew wherever one is about a connector. */
  void connectorChanged(UUID connector) {
    gateways.withRuleOn(List.of(connector)).forEach(gateway -> applyOne(gateway, null));
  }

  /** See {@link #connectorChanged}; returns the gateways that were published by it. */
  List<Gateway> toolsChanged(Collection<UUID> changed) {
    List<Gateway> concerned = gateways.withRuleOn(tools.connectorsOf(changed));
    concerned.forEach(gateway -> applyOne(gateway, null));
    return concerned;
  }
}
