package dev.gatehouse.launcher.edge;

import dev.gatehouse.launcher.suite.Service;
import java.util.List;

/**
 * One row of the route table.
 *
 * @param pattern path in which {@code *} stands for one segment and {@code **} at the end for any
 *     number of them, none included
 * @param service that serves it
 */
record Route(String pattern, Service service) {

  boolean matches(List<String> path) {
    var wanted = List.of(pattern.substring(1).split("/", -1));
    boolean open = wanted.getLast().equals("**");
    int fixed = open ? wanted.size() - 1 : wanted.size();
    if (open ? path.size() < fixed : path.size() != fixed) {
      return false;
    }
    for (int i = 0; i < fixed; i++) {
      boolean any = wanted.get(i).equals("*") && !path.get(i).isEmpty();
      if (!any && !wanted.get(i).equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }
}
