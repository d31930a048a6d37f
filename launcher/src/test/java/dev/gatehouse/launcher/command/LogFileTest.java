package dev.gatehouse.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

  @TempDir private Path temp;

  @Test
  void beginsWithTheLastLines() throws Exception {
    var file = temp.resolve("log");
    Files.write(file, IntStream.range(0, 1000).mapToObj(i -> "line " + i).toList());

    assertThat(new LogFile(file).tail(2)).containsExactly("line 998", "line 999");
  }

  @Test
  void goesOnWithWholeLines() throws Exception {
    var file = temp.resolve("log");
    Files.writeString(file, "one\ntw");
    var log = new LogFile(file);
    log.tail(10);

    Files.writeString(file, "o\nthree\n", StandardOpenOption.APPEND);

    assertThat(log.added()).containsExactly("two", "three");
    assertThat(log.added()).isEmpty();
  }

  @Test
  void beginsAnewWhenTheFileWasReplaced() throws Exception {
    var file = temp.resolve("log");
    Files.writeString(file, "a long line of the old file\n");
    var log = new LogFile(file);
    log.tail(10);

    Files.writeString(file, "new\n");

    assertThat(log.added()).containsExactly("new");
  }

  @Test
  void isEmptyWhereThereIsNoFile() throws Exception {
    assertThat(new LogFile(temp.resolve("none")).tail(10)).isEmpty();
  }
}
