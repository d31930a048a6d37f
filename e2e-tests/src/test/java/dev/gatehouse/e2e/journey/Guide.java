package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page with commands: {@code bash} blocks, each with what it prints in a {@code text} block. */
record Guide(Path page) {
  private static final Pattern BLOCK =
      Pattern.compile("^```(bash|text)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final String MARK = "=== block ";

  /** Commands, and what they print as the page has it. */
  private record Step(String commands, String printed) {}

  /**
   * Runs all of it, in order and in one shell: each block prints what the page says.
   *
   * @param environment what the page says that it needs
   */
  void expectDone(Map<String, String> environment) throws IOException, InterruptedException {
    List<Step> steps = steps();
    assertThat(steps).as("commands of %s", page).isNotEmpty();

    List<String> printed = run(steps, environment);

    assertThat(printed).hasSameSizeAs(steps);
    for (int i = 0; i < steps.size(); i++) {
      assertThat(printed.get(i)).as(steps.get(i).commands()).isEqualTo(steps.get(i).printed());
    }
  }

  private List<Step> steps() throws IOException {
    List<Step> steps = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(page));
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

  private static List<String> run(List<Step> steps, Map<String, String> environment)
      throws IOException, InterruptedException {
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
    builder.environment().putAll(environment);
    Process process = builder.start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    String printed = Files.readString(out);
    assertThat(ended && process.exitValue() == 0).as(printed).isTrue();
    return Stream.of(printed.split(Pattern.quote(MARK) + "\n")).skip(1).toList();
  }
}
