package dev.gatehouse.backing.vault;

import java.util.Comparator;
import java.util.Set;

/**
 * What one {@code path} block of a policy says.
 *
 * @param pattern path with {@code +} for one segment and a {@code *} at the end for any rest
 * @param capabilities granted there, or {@code deny} alone
 */
record PolicyRule(String pattern, Set<String> capabilities) {

  /** Vault's documented priority of two patterns that both match; the highest one decides alone. */
  static final Comparator<PolicyRule> PRIORITY =
      Comparator.comparingInt(PolicyRule::firstWildcard)
          .thenComparing(rule -> !rule.isPrefix())
          .thenComparing(Comparator.comparingInt(PolicyRule::wildcardSegments).reversed())
          .thenComparingInt(rule -> rule.pattern().length())
          .thenComparing(PolicyRule::pattern);

  boolean matches(String path) {
    var wanted = (isPrefix() ? pattern.substring(0, pattern.length() - 1) : pattern).split("/", -1);
    var given = path.split("/", -1);
    if (isPrefix() ? given.length < wanted.length : given.length != wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      boolean last = isPrefix() && i == wanted.length - 1;
      boolean fits =
          wanted[i].equals("+")
              || (last ? given[i].startsWith(wanted[i]) : given[i].equals(wanted[i]));
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private boolean isPrefix() {
    return pattern.endsWith("*");
  }

  private int firstWildcard() {
    for (int i = 0; i < pattern.length(); i++) {
      boolean segment = pattern.charAt(i) == '+' && isSegment(i);
      if (segment || (isPrefix() && i == pattern.length() - 1)) {
        return i;
      }
    }
    return Integer.MAX_VALUE;
  }

  private boolean isSegment(int at) {
    return (at == 0 || pattern.charAt(at - 1) == '/')
        && (at == pattern.length() - 1 || pattern.charAt(at + 1) == '/');
  }

  private int wildcardSegments() {
    int count = 0;
    for (String segment : pattern.split("/", -1)) {
      count += segment.equals("+") ? 1 : 0;
    }
    return count;
  }
}
