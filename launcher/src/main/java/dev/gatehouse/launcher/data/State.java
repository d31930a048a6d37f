package dev.gatehouse.launcher.data;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a local run has to know after a crash.
 *
 * @param ports every port that was chosen, by name; they stay the same across restarts
 * @param processes every process that was started, by name
 * @param ready whether the suite had come up
 * @param demoDone whether the demo was set up once; it is not forced on whoever removed it
 */
public record State(
    Map<String, Integer> ports,
    Map<String, ProcessRecord> processes,
    boolean ready,
    boolean demoDone) {

  public State {
    ports = ports == null ? Map.of() : Map.copyOf(ports);
    processes = processes == null ? Map.of() : Map.copyOf(processes);
  }

  static State empty() {
    return new State(Map.of(), Map.of(), false, false);
  }

  public Optional<Integer> port(String name) {
    return Optional.ofNullable(ports.get(name));
  }

  public Optional<ProcessRecord> process(String name) {
    return Optional.ofNullable(processes.get(name));
  }

  public State withPorts(Map<String, Integer> chosen) {
    return new State(chosen, processes, ready, demoDone);
  }

  public State withProcess(String name, ProcessRecord process) {
    var changed = new HashMap<>(processes);
    changed.put(name, process);
    return new State(ports, changed, ready, demoDone);
  }

  public State withoutProcess(String name) {
    var changed = new HashMap<>(processes);
    changed.remove(name);
    return new State(ports, changed, ready, demoDone);
  }

  public State withReady(boolean now) {
    return new State(ports, processes, now, demoDone);
  }

  public State withDemoDone() {
    return new State(ports, processes, ready, true);
  }
}
