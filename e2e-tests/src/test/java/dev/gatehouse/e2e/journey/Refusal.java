package dev.gatehouse.e2e.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.e2e.suite.Command;
import java.util.List;

/** How a command says no: one sentence on stderr that names the matter, and an exit code. */
final class Refusal {
  private Refusal() {}

  static void of(Command.Result result, String matter) {
    assertThat(result.exitCode()).as(result::describe).isNotZero();
    List<String> said = result.err().lines().filter(line -> !line.isBlank()).toList();
    assertThat(said).as(result::describe).hasSize(1);
    assertThat(said.getFirst())
        .as(result::describe)
        .contains(matter)
        .endsWith(".")
        .doesNotContain("Exception");
    assertThat(result.out()).as(result::describe).isBlank();
  }
}
