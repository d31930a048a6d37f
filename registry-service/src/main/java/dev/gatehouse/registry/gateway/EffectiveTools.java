package dev.gatehouse.registry.gateway;

import dev.gatehouse.registry.gateway.ExposureRepository.Shown;
import dev.gatehouse.registry.page.Page;
import dev.gatehouse.registry.page.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** What comes of all that is attached to an agent or runner, and to an agent's runner. */
@ApplicationScoped
public class EffectiveTools {
  private final ExposureRepository exposures;
  private final ToolRuleRepository rules;

  EffectiveTools(ExposureRepository exposures, ToolRuleRepository rules) {
    this.exposures = exposures;
    this.rules = rules;
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public Page<EffectiveTool> page(Gateway gateway, PageRequest request) {
    Set<UUID> own = new HashSet<>();
    rules.of(gateway.id).forEach(rule -> own.add(rule.id));
    return exposures
        .page(gateway.id, request)
        .map(found -> found.stream().map(shown -> view(shown, own)).toList());
  }

  private static EffectiveTool view(Shown shown, Set<UUID> own) {
    Exposure exposure = shown.exposure();
    return new EffectiveTool(
        exposure.toolId,
        shown.tool().connectorId(),
        shown.tool().name(),
        exposure.name,
        exposure.ruleId != null && !own.contains(exposure.ruleId),
        exposure.neededScope,
        shown.tool().state());
  }
}
