package dev.gatehouse.benchmarks;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the gateway's CPU goes: samples of CPU time (JEP 509) and of allocation under calls of 16
 * connections, as tables of threads, of layers and of methods. Arguments: the suite's data folder,
 * seconds (20).
 */
public final class CallProfile {
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

  private CallProfile() {}

  public static void main(String[] arguments) throws Exception {
    Suite suite = new Suite(Path.of(arguments.length > 0 ? arguments[0] : ".gatehouse"));
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    Vertx vertx = Vertx.vertx();
    Upstream upstream = new Upstream(vertx, 2);
    String path = suite.expose("benchmark-" + System.currentTimeMillis(), upstream.url());
    Thread.sleep(2_000);
    Load load =
        Request.call(arguments.length > 2 ? arguments[2] : Upstream.SMALL)
            .load(suite.gatewayPort(), path, suite.apiKey(), 100);
    load.run(16, 20);
    Path recording = record(suite.gatewayPid(), load, seconds);
    vertx.close();
    List<RecordedEvent> events = RecordingFile.readAllEvents(recording);
    print("CPU by thread", events, "jdk.CPUTimeSample", CallProfile::thread);
    print("CPU by layer", events, "jdk.CPUTimeSample", CallProfile::layer);
    print("CPU by what the gateway did", events, "jdk.CPUTimeSample", CallProfile::own);
    print("CPU by method", events, "jdk.CPUTimeSample", event -> frame(event, 0));
    print(
        "Allocation by what the gateway did",
        events,
        "jdk.ObjectAllocationSample",
        CallProfile::own);
    print(
        "Allocation by class",
        events,
        "jdk.ObjectAllocationSample",
        event -> event.getClass("objectClass").getName());
  }

  private static Path record(long pid, Load load, int seconds)
      throws IOException, InterruptedException {
    Path settings = Files.createTempFile("gatehouse", ".jfc");
    Path recording = Files.createTempFile("gatehouse", ".jfr");
    Files.writeString(settings, SETTINGS);
    jcmd(pid, "JFR.start", "name=calls", "settings=" + settings);
    Load.Result result = load.run(16, seconds);
    jcmd(pid, "JFR.dump", "name=calls", "filename=" + recording);
    jcmd(pid, "JFR.stop", "name=calls");
    System.out.printf("%d calls, %d failed%n", result.good(), result.bad());
    return recording;
  }

  private static void jcmd(long pid, String... command) throws IOException, InterruptedException {
    String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    List<String> whole = new java.util.ArrayList<>(List.of(program, Long.toString(pid)));
    whole.addAll(List.of(command));
    new ProcessBuilder(whole)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static void print(
      String title,
      List<RecordedEvent> events,
      String type,
      java.util.function.Function<RecordedEvent, String> key) {
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

  private static String thread(RecordedEvent event) {
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

  /** The innermost frame of the gateway's own code, or what ran without any. */
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

  private static String name(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }
}
