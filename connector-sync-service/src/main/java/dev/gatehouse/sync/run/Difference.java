package dev.gatehouse.sync.run;

import dev.gatehouse.platform.event.DiscoveryEvent.FoundTool;
import dev.gatehouse.platform.event.DiscoveryEvent.RefusedTool;
import dev.gatehouse.platform.event.DiscoveryEvent.RunFinished.Outcome;
import dev.gatehouse.sync.exploration.Findings;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run found against what was found before.
 *
 * @param hashes of the tools that are there now, by name
 */
record Difference(int added, int changed, int removed, int unchanged, Map<String, String> hashes) {

  /** Only a complete run says that something is gone; a failed one says nothing. */
  static Difference of(Map<String, String> before, Findings findings) {
    if (findings.outcome() == Outcome.FAILED) {
      return new Difference(0, 0, 0, 0, before);
    }
    int added = 0;
    int changed = 0;
    int unchanged = 0;
    Map<String, String> found = new TreeMap<>();
    for (FoundTool tool : findings.tools()) {
      String known = before.get(tool.name());
      if (known == null) {
        added++;
      } else if (known.equals(tool.hash())) {
        unchanged++;
      } else {
        changed++;
      }
      found.put(tool.name(), tool.hash());
    }
    int removed = 0;
    Set<String> refused =
        findings.refused().stream().map(RefusedTool::name).collect(Collectors.toSet());
    for (Map.Entry<String, String> known : before.entrySet()) {
      if (found.containsKey(known.getKey())) {
        continue;
      }
      // One that is refused now is still there, and what it was before goes on being served.
      if (findings.outcome() == Outcome.COMPLETE && !refused.contains(known.getKey())) {
        removed++;
      } else {
        found.put(known.getKey(), known.getValue());
      }
    }
    return new Difference(added, changed, removed, unchanged, found);
  }
}
