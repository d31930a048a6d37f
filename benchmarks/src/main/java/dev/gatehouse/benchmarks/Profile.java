package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the CPU of a process goes: samples of CPU time (JEP 509) and of allocation, as tables of
 * threads, of layers and of methods.
 */
final class Profile {
  private static final int ROWS = 45;
  private static final String SETTINGS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <configuration version="2.0">
        <event name="jdk.CPUTimeSample">
          <setting name="enabled">true</setting><setting name="throttle">2ms</setting>
          <setting name="stackTrace">true</setting>
        </event>
        <event name="jdk.ObjectAllocationSample">
          <setting name="enabled">true</setting><setting name="throttle">1000/s</setting>
          <setting name="stackTrace">true</setting>
        </event>
      </configuration>
      """;

  private Profile() {}

  /** What is done meanwhile. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /**
   * Prints where the CPU of a process goes while something is done.
   *
   * @return what was sampled, for further tables
   */
  static List<RecordedEvent> print(long pid, Work work) throws Exception {
    List<RecordedEvent> events = RecordingFile.readAllEvents(record(pid, work));
    print("CPU by thread", events, "jdk.CPUTimeSample", Profile::thread);
    print("CPU by layer", events, "jdk.CPUTimeSample", Profile::layer);
    print("CPU by what the service did", events, "jdk.CPUTimeSample", Profile::own);
    print("CPU by method", events, "jdk.CPUTimeSample", event -> frame(event, 0));
    print("Allocation by what the service did", events, "jdk.ObjectAllocationSample", Profile::own);
    print(
        "Allocation by class",
        events,
        "jdk.ObjectAllocationSample",
        event -> event.getClass("objectClass").getName());
    return events;
  }

  /** Prints a table of samples of CPU time. */
  static void printCpu(
      String title, List<RecordedEvent> events, Function<RecordedEvent, String> key) {
    print(title, events, "jdk.CPUTimeSample", key);
  }

  private static Path record(long pid, Work work) throws Exception {
    Path settings = Files.createTempFile("gatehouse", ".jfc");
    Path recording = Files.createTempFile("gatehouse", ".jfr");
    Files.writeString(settings, SETTINGS);
    jcmd(pid, "JFR.start", "name=calls", "settings=" + settings);
    work.run();
    jcmd(pid, "JFR.dump", "name=calls", "filename=" + recording);
    jcmd(pid, "JFR.stop", "name=calls");
    return recording;
  }

  private static void jcmd(long pid, String... command) throws IOException, InterruptedException {
    String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    List<String> whole = new ArrayList<>(List.of(program, Long.toString(pid)));
    whole.addAll(List.of(command));
    new ProcessBuilder(whole)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static void print(
      String title, List<RecordedEvent> events, String type, Function<RecordedEvent, String> key) {
    Map<String, Long> counts = new TreeMap<>();
    long all = 0;
    for (RecordedEvent event : events) {
      if (event.getEventType().getName().equals(type)) {
        long weight = event.hasField("weight") ? event.getLong("weight") : 1;
        counts.merge(key.apply(event), weight, Long::sum);
        all += weight;
      }
    }
    System.out.printf("%n## %s (%d)%n%n| share | where |%n|---|---|%n", title, all);
    long total = Math.max(1, all);
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(ROWS)
        .forEach(entry ->
            System.out.printf(
                "| %.1f %% | %s |%n", entry.getValue() * 100.0 / total, entry.getKey()));
  }

  static String thread(RecordedEvent event) {
    var thread = event.getThread("eventThread");
    return thread == null || thread.getJavaName() == null
        ? "other"
        : thread.getJavaName().replaceAll("[0-9]+", "n");
  }

  /** The innermost frame's origin, native code of the network told apart. */
  private static String layer(RecordedEvent event) {
    String name = frame(event, 0);
    String[] parts = name.split("\\.");
    return parts.length < 4 ? name : parts[0] + "." + parts[1] + "." + parts[2];
  }

  /** The innermost frame of the service's own code, or what ran without any. */
  private static String own(RecordedEvent event) {
    if (event.getStackTrace() != null) {
      List<RecordedFrame> frames = event.getStackTrace().getFrames();
      for (int i = 0; i < frames.size(); i++) {
        if (name(frames.get(i)).startsWith("dev.gatehouse.")) {
          return name(frames.get(i)) + ":" + frames.get(i).getLineNumber();
        }
      }
      return "outside, under " + frame(event, Math.min(frames.size() - 1, 3));
    }
    return "no stack";
  }

  private static String frame(RecordedEvent event, int depth) {
    if (event.getStackTrace() == null || event.getStackTrace().getFrames().size() <= depth) {
      return "no stack";
    }
    return name(event.getStackTrace().getFrames().get(depth));
  }

  static String name(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }
}
