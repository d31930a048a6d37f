package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.e2e.suite.Command;
import dev.gatehouse.e2e.suite.SharedSuite;
import dev.gatehouse.e2e.suite.Suite;
import dev.gatehouse.e2e.upstream.WeatherServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The guides do what they say: every {@code bash} block of a page runs, in order and in one shell,
 * against a running suite, and prints what the {@code text} block below it shows.
 */
class GuidesJourneyTest {
  private static final Pattern BLOCK =
      Pattern.compile("^```(bash|text)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final String MARK = "=== block ";

  static Stream<Path> guides() throws IOException {
    try (Stream<Path> files = Files.list(Command.HOME.resolve("docs/guides"))) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
    }
  }

  /** Commands, and what they print as the page has it. */
  private record Step(String commands, String printed) {}

  @ParameterizedTest
  @MethodSource("guides")
  void doesWhatItSays(Path guide, @SharedSuite Suite suite) throws Exception {
    List<Step> steps = steps(Files.readString(guide));
    assertThat(steps).as("commands of %s", guide).isNotEmpty();
    String token = "guide-" + UUID.randomUUID();
    List<String> printed;
    try (WeatherServer server = WeatherServer.start(token)) {
      printed = run(steps, suite, server, token);
    }

    assertThat(printed).hasSameSizeAs(steps);
    for (int i = 0; i < steps.size(); i++) {
      assertThat(printed.get(i)).as(steps.get(i).commands()).isEqualTo(steps.get(i).printed());
    }
  }

  private static List<Step> steps(String page) {
    List<Step> steps = new ArrayList<>();
    Matcher block = BLOCK.matcher(page);
    while (block.find()) {
      if (block.group(1).equals("bash")) {
        steps.add(new Step(block.group(2), ""));
      } else {
        Step above = steps.removeLast();
        steps.add(new Step(above.commands(), block.group(2)));
      }
    }
    return steps;
  }

  private static List<String> run(List<Step> steps, Suite suite, WeatherServer server, String token)
      throws Exception {
    StringBuilder script = new StringBuilder("set -euo pipefail\n");
    for (Step step : steps) {
      script.append("echo '").append(MARK).append("'\n").append(step.commands());
    }
    Path file = Files.createTempFile("guide", ".sh");
    Path out = Files.createTempFile("guide", ".out");
    Files.writeString(file, script);
    ProcessBuilder builder =
        new ProcessBuilder("bash", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("ORIGIN", suite.endpoints().origin());
    builder.environment().put("KEY", suite.endpoints().apiKey());
    builder.environment().put("SERVER_URL", server.url());
    builder.environment().put("SERVER_TOKEN", token);
    Process process = builder.start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    String printed = Files.readString(out);
    assertThat(ended && process.exitValue() == 0).as(printed).isTrue();
    return Stream.of(printed.split(Pattern.quote(MARK) + "\n")).skip(1).toList();
  }
}
