package dev.gatehouse.launcher.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.launcher.Failure;
import dev.gatehouse.platform.stdio.StdioCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowListTest {
  private static final String LIST =
      """
      {"commands": [{"command": "/usr/bin/node", "args": ["files.js", "{{env.ROOT}}"],
        "env": {"KEY": "k={{env.KEY}}"}, "settable": ["LEVEL"]}],
       "variables": {"ROOT": "/srv/$1", "KEY": "s3cret"}}
      """;

  private static final StdioCommand FILES =
      new StdioCommand("/usr/bin/node", List.of("files.js", "{{env.ROOT}}"));

  @TempDir private Path folder;

  @Test
  void fillsInWhatTheOperatorHasSet() throws IOException {
    Program program = list(LIST).program(FILES, Map.of("LEVEL", "{{env.KEY}}")).orElseThrow();

    assertThat(program.line()).containsExactly("/usr/bin/node", "files.js", "/srv/$1");
    assertThat(program.environment())
        .containsExactlyInAnyOrderEntriesOf(Map.of("KEY", "k=s3cret", "LEVEL", "{{env.KEY}}"));
  }

  @Test
  void theWholeLineMustBeTheSame() throws IOException {
    AllowList list = list(LIST);

    assertThat(
            List.of(
                new StdioCommand("/usr/bin/node", List.of("files.js", "/etc")),
                new StdioCommand("/usr/bin/node", List.of("files.js")),
                new StdioCommand("/usr/bin/node", List.of("--eval=1", "files.js", "{{env.ROOT}}")),
                new StdioCommand("/usr/bin/../bin/node", FILES.args())))
        .allMatch(line -> list.program(line, Map.of()).isEmpty());
  }

  @Test
  void variablesThatMayNotBeSetAreRefused() throws IOException {
    assertThat(list(LIST).program(FILES, Map.of("NODE_OPTIONS", "--require=x"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"commands\": [{\"command\": \"/bin/sh\"}]}",
        "{\"commands\": [{\"command\": \"node\"}]}",
        "{\"commands\": [{\"args\": []}]}",
        "{\"commands\": [{\"command\": \"/a\", \"args\": [\"{{env.MISSING}}\"]}]}",
        "{\"commands\": [], \"unknown\": 1}",
        "[]",
        ""
      })
  void aListWithAMistakeIsRefused(String text) {
    assertThatThrownBy(() -> list(text)).isInstanceOf(Failure.class);
  }

  private AllowList list(String text) throws IOException {
    return AllowList.read(Files.writeString(folder.resolve("stdio.json"), text));
  }
}
