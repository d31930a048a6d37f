package dev.gatehouse.sync.exploration;

import java.util.Map;

/** What there is to be shown to an upstream. */
public sealed interface Shown {

  /**
   * @param values headers, or the variables of a stdio server; secret
   */
  record Ready(Map<String, String> values) implements Shown {
    public Ready {
      values = Map.copyOf(values);
    }

    @Override
    public String toString() {
      return "Ready[" + values.keySet() + "]";
    }
  }

  /** A person has to sign in at the upstream first. */
  record NeedsSignIn(String reason) implements Shown {}

  /** It cannot be read at the moment; says nothing about the upstream. */
  record Unavailable(String reason) implements Shown {}
}
