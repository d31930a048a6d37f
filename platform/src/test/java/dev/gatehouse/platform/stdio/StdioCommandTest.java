package dev.gatehouse.platform.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StdioCommandTest {
  @Test
  void isTheSameAfterTheWayThroughAUri() {
    StdioCommand command =
        new StdioCommand(
            "/opt/my tools/node",
            List.of("a b", "&arg=c", "", "{{env.ROOT}}", "100%+1", "Grüße", "?x#y", "/"));

    assertThat(StdioCommand.of(command.uri().toString())).contains(command);
  }

  @Test
  void aCommandWithoutArgumentsHasNone() {
    assertThat(StdioCommand.of("stdio:///bin/server"))
        .contains(new StdioCommand("/bin/server", List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://a/b", "stdio:bin", "stdio://bin", "stdio:///a?b=c", "stdio:///%", ""})
  void nothingElseIsACommand(String text) {
    assertThat(StdioCommand.of(text)).isEmpty();
  }
}
