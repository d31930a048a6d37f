package dev.gatehouse.launcher.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.launcher.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {

  @TempDir private Path folder;

  private Path program;
  private AotCache cache;

  @BeforeEach
  void program() throws IOException {
    program = Files.createFile(folder.resolve("run.jar"));
    Files.setLastModifiedTime(program, FileTime.from(Instant.now().minusSeconds(60)));
    cache = new AotCache(program);
  }

  @Test
  void withoutACacheTheProgramRunsAsItIs() {
    assertThat(cache.use()).isEmpty();
  }

  @Test
  void whatARunHasRecordedIsUsed() throws IOException {
    record();

    cache.keep();

    assertThat(cache.use()).containsExactly("-XX:AOTCache=" + folder.resolve("gatehouse.aot"));
  }

  @Test
  void cacheOfAnEarlierBuildIsLeftAside() throws IOException {
    record();
    cache.keep();

    Files.setLastModifiedTime(program, FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(cache.use()).isEmpty();
  }

  @Test
  void whatAKilledRunLeftIsNotUsed() throws IOException {
    record();

    assertThat(cache.use()).isEmpty();
  }

  @Test
  void runThatRecordedNothingIsAFailure() {
    assertThatThrownBy(cache::keep)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("recorded no cache");
  }

  /** As the JVM does at the end of a run with these options. */
  private void record() throws IOException {
    var option = cache.recording().getFirst();
    Files.createFile(Path.of(option.substring("-XX:AOTCacheOutput=".length())));
  }
}
