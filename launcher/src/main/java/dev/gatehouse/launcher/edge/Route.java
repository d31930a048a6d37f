package dev.gatehouse.launcher.edge;

import java.util.List;

/**
 * One row of the route table.
 *
 * @param pattern path in which {@code *} stands for one segment that is not empty and {@code **} at
 *     the end for any number of segments, none included
 * @param service name of the service that serves it
 */
record Route(String pattern, String service) {

  boolean matches(List<String> segments) {
    List<String> wanted = List.of(pattern.substring(1).split("/", -1));
    boolean open = wanted.getLast().equals("**");
    int fixed = open ? wanted.size() - 1 : wanted.size();
    if (open ? segments.size() < fixed : segments.size() != fixed) {
      return false;
    }
    for (int i = 0; i < fixed; i++) {
      String segment = segments.get(i);
      boolean any = wanted.get(i).equals("*") && !segment.isEmpty();
      if (!any && !wanted.get(i).equals(segment)) {
        return false;
      }
    }
    return true;
  }
}
