package dev.gatehouse.launcher.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgramLimitsTest {
  @Test
  void aProgramThatTurnsInCirclesIsEnded() throws IOException, InterruptedException {
    ProgramLimits limits =
        new ProgramLimits(1, 1, 1L << 30, Duration.ofSeconds(1), 1 << 20, Duration.ofMinutes(1));
    List<String> line = new ArrayList<>(limits.words());
    line.add("/usr/bin/yes");

    Process program = new ProcessBuilder(line).redirectOutput(Redirect.DISCARD).start();
    try {
      assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(program.exitValue()).isNotZero();
    } finally {
      program.destroyForcibly();
    }
  }
}
