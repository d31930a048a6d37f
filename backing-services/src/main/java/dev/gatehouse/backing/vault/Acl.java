package dev.gatehouse.backing.vault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the policies of one token allow. Of the patterns that match a path only the one of the
 * highest priority counts; the same pattern in several policies grants the union; deny wins.
 */
final class Acl {

  private static final Acl ROOT = new Acl(List.of(), true);

  private final List<PolicyRule> rules;
  private final boolean root;

  private Acl(List<PolicyRule> rules, boolean root) {
    this.rules = rules;
    this.root = root;
  }

  static Acl root() {
    return ROOT;
  }

  static Acl of(Collection<PolicyRule> rules) {
    Map<String, Set<String>> merged = new LinkedHashMap<>();
    for (var rule : rules) {
      merged.computeIfAbsent(rule.pattern(), _ -> new TreeSet<>()).addAll(rule.capabilities());
    }
    var sorted = new ArrayList<PolicyRule>();
    merged.forEach((pattern, capabilities) -> sorted.add(new PolicyRule(pattern, capabilities)));
    sorted.sort(PolicyRule.PRIORITY.reversed());
    return new Acl(sorted, false);
  }

  boolean isRoot() {
    return root;
  }

  boolean allows(Operation operation, String path) {
    return root || granted(operation, path).contains(operation.capability());
  }

  boolean hasSudo(String path) {
    return root || granted(Operation.READ, path).contains("sudo");
  }

  /** What may be done at a path, as {@code sys/capabilities-self} answers it. */
  List<String> capabilities(String path) {
    if (root) {
      return List.of("root");
    }
    var granted = granted(Operation.LIST, path);
    return granted.isEmpty() ? List.of("deny") : List.copyOf(granted);
  }

  private Set<String> granted(Operation operation, String path) {
    for (var rule : rules) {
      if (rule.matches(path) || (operation == Operation.LIST && rule.matches(withoutSlash(path)))) {
        return rule.capabilities().contains("deny") ? Set.of() : rule.capabilities();
      }
    }
    return Set.of();
  }

  /** Listing asks for a folder, with a slash at its end; a rule may name it without. */
  private static String withoutSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
