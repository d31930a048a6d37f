package dev.gatehouse.launcher.stdio;

import java.util.List;
import java.util.Map;

/**
 * What is to be started.
 *
 * @param line the program and its arguments, nothing in them left to fill in
 * @param environment all its variables but the few that every program gets
 * @param secrets texts that must not be in a log
 */
record Program(List<String> line, Map<String, String> environment, List<String> secrets) {
  @Override
  public String toString() {
    return "Program[" + line.getFirst() + "]";
  }
}
