package dev.gatehouse.platform.readiness;

import java.util.List;

/** One thing that must hold before a service starts to serve. A CDI bean per rule. */
public interface ReadinessRule {

  /** What is wrong with the settings; empty if nothing is. */
  List<Violation> check(RunMode mode);

  /**
   * @param property the setting's name
   * @param problem what is wrong and what it could lead to
   * @param remedy what to do next
   */
  record Violation(String property, String problem, String remedy) {
    @Override
    public String toString() {
      return property + ": " + problem + " " + remedy;
    }
  }
}
