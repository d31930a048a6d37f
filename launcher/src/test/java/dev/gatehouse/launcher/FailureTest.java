package dev.gatehouse.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class FailureTest {

  @Test
  void saysThatTheDiskIsFull() {
    var failure =
        Failure.of(
            new UncheckedIOException(
                new FileSystemException("/data/x", null, "No space left on device")));

    assertThat(failure)
        .hasMessage("The disk is full: free some space, or choose another folder with --data.");
  }

  @Test
  void saysThatAFolderCannotBeWritten() {
    assertThat(Failure.of(new AccessDeniedException("/data")))
        .hasMessage("There is no permission to write /data; choose another folder with --data.");
    assertThat(Failure.of(new FileSystemException("/data", null, "Read-only file system")))
        .hasMessage("There is no permission to write /data; choose another folder with --data.");
  }

  @Test
  void keepsASentenceThatIsThereAlready() {
    var sentence = new Failure("Kafka is on strike.");

    assertThat(Failure.of(new RuntimeException(new IOException(sentence)))).isSameAs(sentence);
  }
}
